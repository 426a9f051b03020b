from datetime import UTC, datetime

import pytest

from desktop_app.domain.addresses import OwnAddresses
from desktop_app.domain.model import Flags, Role
from desktop_app.engine.attribution import attribute_history
from desktop_app.engine.derive import derive
from desktop_app.engine.ingest import ingest
from desktop_app.mail.base import Batch, Upsert
from desktop_app.store import channels, folders
from desktop_app.store.database import Database

NOW = round(datetime(2026, 11, 26, tzinfo=UTC).timestamp() * 1_000_000)


@pytest.fixture
def db(tmp_path):
    db = Database.open(tmp_path, NOW)
    [inbox] = folders.put_all(db, 1, [("INBOX", "INBOX", Role.INBOX)])
    letters = [
        letter(1, "To: promo@linia.example"),
        letter(2, "To: marina@linia.example\r\nCc: promo+ads@linia.example"),
        letter(3, "To: marina@linia.example"),
    ]
    own = OwnAddresses("marina@linia.example")
    ingest(db, 1, inbox.id, Role.INBOX, Batch(letters, b"1", 3, 3), own, NOW, None)
    derive(db, NOW)
    yield db
    db.close()


def letter(number, recipients):
    header = f"Message-ID: <{number}@zavod.example>\r\nFrom: a{number}@zavod.example\r\n{recipients}\r\n\r\n"
    return Upsert(f"1.{number}", header.encode(), Flags(), NOW, 100)


def found(db):
    return [name for (name,) in db.rows("SELECT channel FROM letter ORDER BY message_id")]


def test_letters_that_came_before_the_channel_count_for_it(db):
    channels.put(db, "Advertising", ["promo@linia.example"])
    assert attribute_history(db) == 2
    assert found(db) == ["Advertising", "Advertising", ""]
    assert derive(db, NOW).conversations == 2


def test_a_second_time_changes_nothing(db):
    channels.put(db, "Advertising", ["promo@linia.example"])
    attribute_history(db)
    assert attribute_history(db) == 0


def test_a_channel_that_is_removed_leaves_no_letter_behind(db):
    channels.put(db, "Advertising", ["promo@linia.example"])
    attribute_history(db)
    channels.put(db, "Advertising", [])
    attribute_history(db)
    assert found(db) == ["", "", ""]
