"""Instants of Exchange."""

import pytest

from desktop_app.domain.model import SECOND
from desktop_app.mail.ews_times import instant, iso_utc


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-11-02T09:00:00Z", 1_793_610_000 * SECOND),
        ("2026-11-02T09:00:00.25Z", 1_793_610_000 * SECOND + SECOND // 4),
        ("2026-11-02T12:00:00+03:00", 1_793_610_000 * SECOND),
        ("2026-11-02T09:00:00", 1_793_610_000 * SECOND),
        (" 1969-12-31T23:59:59Z ", -SECOND),
        ("", None),
        ("soon", None),
        ("0000-00-00T00:00:00Z", None),
    ],
)
def test_an_instant_is_read_or_is_none(text: str, at: int | None) -> None:
    assert instant(text) == at


def test_what_is_written_can_be_read_again() -> None:
    assert iso_utc(1_793_610_000 * SECOND + 5) == "2026-11-02T09:00:00Z"
    assert instant(iso_utc(1_793_610_000 * SECOND)) == 1_793_610_000 * SECOND
