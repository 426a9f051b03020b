from contextlib import closing
from dataclasses import replace

import pytest

from desktop_app.domain.commands import AddAccount, Called, DigestShown, Remind, SetSetting, Together
from desktop_app.domain.errors import DatabaseTooNew, DiskFull, InputError
from desktop_app.domain.facts import Ready, Reminded, TargetsMissed, TeamState, TrackingState, WeekBegan
from desktop_app.domain.model import DAY, HOUR, SECOND, AccountSettings, Endpoint, Security
from desktop_app.engine import process as module
from desktop_app.engine.process import Engine
from desktop_app.settings.secrets import FileSecrets
from desktop_app.store import accounts, settings
from desktop_app.store.database import Database
from desktop_app.store.reader import Reader
from tests.fakes.desk import ANNA, Desk

NOW = 1_700_000_000 * SECOND
MARINA = AccountSettings("imap", "marina@linia.example", "marina", Endpoint("127.0.0.1", 1, Security.NONE))


@pytest.fixture
def make(tmp_path):
    return lambda: Engine(tmp_path / "data", FileSecrets(tmp_path / "secrets"), lambda: NOW)


def test_a_client_is_greeted_with_what_it_must_know(make):
    with make() as engine:
        assert engine.greeting() == [Ready(), TrackingState("off"), TeamState("off")]


def test_an_engine_that_never_started_can_be_closed_twice(make):
    engine = make()
    engine.close()
    engine.close()
    make().close()


def test_an_engine_that_could_not_be_built_frees_the_folder(make, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(module, "Tracking", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            make()
    make().close()
    with monkeypatch.context() as patch:
        patch.setattr(Database, "open", lambda *_: raise_too_new())
        with pytest.raises(DatabaseTooNew):
            make()
    make().close()


def raise_too_new():
    raise DatabaseTooNew(file="otklik.db", found=99, known=1)


def test_an_account_is_in_the_backup_at_once(make, tmp_path):
    with make() as engine:
        engine.start()
        engine.call(AddAccount(MARINA, "secret"))
    (tmp_path / "data" / "keep.db").unlink()
    with make() as engine, pytest.raises(InputError, match="account_exists"):
        engine.call(AddAccount(MARINA, "secret"))


def test_a_mailbox_is_one_however_its_address_is_written(make, tmp_path):
    """Kept as it was typed, a wait handed over to it would never be found there."""
    with make() as engine:
        engine.call(AddAccount(replace(MARINA, address=" Marina@LINIA.example"), "secret"))
        with pytest.raises(InputError, match="account_exists"):
            engine.call(AddAccount(MARINA, "secret"))
        with closing(Reader(tmp_path / "data")) as reader:
            assert [one.settings.address for one in reader.accounts()] == ["marina@linia.example"]


def test_a_setting_is_checked_before_it_is_kept(make, tmp_path):
    with make() as engine:
        engine.call(SetSetting("target_minutes", "30"))
        with pytest.raises(InputError, match="out_of_range"):
            engine.call(SetSetting("target_minutes", "0"))
    db = Database.open(tmp_path / "data", NOW)
    assert settings.all_settings(db)["target_minutes"] == "30"
    db.close()


def test_a_reminder_is_kept_shown_and_announced_once(tmp_path):
    with closing(Desk(tmp_path / "data")) as desk:
        desk.send("out@firm.ru")
        desk.derive()
        contact = desk.contact(ANNA)
        begun = desk.now
    now = [begun]
    told = []
    with Engine(tmp_path / "data", FileSecrets(tmp_path / "secrets"), lambda: now[0]) as engine:
        engine.listen(told.append)
        engine.call(Remind(contact, begun + HOUR))
        with closing(Reader(tmp_path / "data")) as reader:
            assert reader.reminder(contact) == (begun, begun + HOUR)
        now[0] += HOUR
        for _ in range(2):
            module.refresh_active(engine._db, now[0])
            engine._remind()
        assert [fact for fact in told if isinstance(fact, Reminded)] == [
            Reminded(contact, "anna@client.ru", "Offer", begun)
        ]
        engine.call(Together((Remind(contact, None), Called(contact))))
        with closing(Reader(tmp_path / "data")) as reader:
            assert reader.reminder(contact) is None
            assert reader.leads([contact])[contact].reason != "reminder"


def test_a_week_that_began_is_told_to_the_window_that_comes_late_until_it_was_shown(tmp_path):
    monday = NOW - NOW % DAY - DAY  # Monday, 13 November 2023; hours are UTC
    now = [monday - 3 * DAY]
    with closing(Desk(tmp_path / "data")) as desk:
        settings.put(desk.db, "work_zone", '"UTC"')
        accounts.remove(desk.db, desk.account)
    told = []

    def engine():
        found = Engine(tmp_path / "data", FileSecrets(tmp_path / "secrets"), lambda: now[0])
        found.listen(told.append)
        return found

    with engine() as first:
        first._announce_due()
    now[0] = monday + 10 * HOUR
    with engine() as second:
        second._announce_due()
        second._announce_due()
        assert told == [WeekBegan(monday)]
        assert second.greeting()[-1] == WeekBegan(monday)
        second.call(DigestShown(monday))
        assert WeekBegan(monday) not in second.greeting()
    with engine() as third:
        third._announce_due()
    assert told == [WeekBegan(monday)]


def test_clients_missed_while_no_engine_ran_are_told_once_as_one(tmp_path):
    monday = NOW - NOW % DAY - DAY
    now = [monday + 9 * HOUR]
    with closing(Desk(tmp_path / "data")) as desk:
        settings.put(desk.db, "work_zone", '"UTC"')
    told = []

    def announced_at(at):
        now[0] = at
        with Engine(tmp_path / "data", FileSecrets(tmp_path / "secrets"), lambda: now[0]) as engine:
            engine.listen(told.append)
            engine._announce_due()

    announced_at(monday + 9 * HOUR)
    with closing(Desk(tmp_path / "data")) as desk:
        for number in range(3):
            desk.receive(f"q{number}@x.ru", sender=f"c{number}@x.ru", at=monday + 10 * HOUR)
        desk.derive()
    for hour in (15, 16):
        announced_at(monday + hour * HOUR)
    assert told == [TargetsMissed(3, monday + 9 * HOUR)]


@pytest.mark.expect_log("the minute's work failed")
def test_a_step_of_the_minute_that_fails_keeps_no_other_waiting(make, monkeypatch):
    """A letter that breaks a rule of ours must not silence reminders."""
    reached = []
    monkeypatch.setattr(module, "derive", lambda *_: 1 / 0)
    monkeypatch.setattr(module.reminders, "due", lambda *_: reached.append("reminders") or [])
    monkeypatch.setattr(module.reminders, "purge", lambda *_: reached.append("house"))
    with make() as engine:
        engine._do_minute()
    assert reached == ["reminders", "house"]


def test_a_disk_that_is_full_keeps_no_engine_from_starting(make, monkeypatch):
    with make() as engine, monkeypatch.context() as patch:
        patch.setattr(module.Post, "recover", lambda _self: raise_full())
        engine.start()


def raise_full():
    raise DiskFull
