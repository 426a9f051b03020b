from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.domain.errors import InputError
from desktop_app.server.run import open_storage, serve


@pytest.mark.parametrize("form", ["{}", "sqlite:{}", "sqlite:///{}"])
def test_a_storage_is_a_path_with_or_without_its_scheme(tmp_path: Path, form: str) -> None:
    with closing(open_storage(form.format(tmp_path / "a.db"))) as storage:
        assert storage.records() == []
    assert (tmp_path / "a.db").exists()


def test_three_slashes_are_a_path_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    open_storage("sqlite:///here.db").close()
    assert (tmp_path / "here.db").exists()


@pytest.mark.parametrize("url", ["", "mysql:x"])
def test_another_storage_is_refused_by_name(url: str) -> None:
    with pytest.raises(InputError) as caught:
        open_storage(url)
    assert caught.value.params == {"field": "storage", "reason": "unknown_scheme"}


@pytest.mark.parametrize(
    ("listen", "public_url", "proxies", "field"),
    [
        ("8480", "https://a.example", [], "listen"),
        ("127.0.0.1:http", "https://a.example", [], "listen"),
        ("127.0.0.1:99999", "https://a.example", [], "listen"),
        ("127.0.0.1:0", "a.example", [], "public_url"),
        ("127.0.0.1:0", "https://a.example", ["my proxy"], "trusted_proxies"),
    ],
)
def test_a_setting_that_is_none_is_named(
    tmp_path: Path, listen: str, public_url: str, proxies: list[str], field: str
) -> None:
    with pytest.raises(InputError) as caught:
        serve(listen, str(tmp_path / "a.db"), public_url, proxies)
    assert caught.value.params["field"] == field
