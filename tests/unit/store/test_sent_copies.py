from contextlib import closing

from desktop_app.domain.model import SECOND
from desktop_app.store import sent_copies
from desktop_app.store.database import Database
from desktop_app.store.sent_copies import File, Job

NOW = 1_700_000_000 * SECOND


def test_a_job_is_due_from_its_time_on_and_survives_the_program(tmp_path):
    job = Job(1, "1@linia.example", b"letter", File.ALWAYS, NOW, 2)
    with closing(Database.open(tmp_path, NOW)) as db:
        sent_copies.follow(db, job, NOW + 5)
        assert sent_copies.due(db, NOW + 4) == []
    with closing(Database.open(tmp_path, NOW)) as db:
        assert sent_copies.due(db, NOW + 5) == [job]
        assert sent_copies.next_at(db) == NOW + 5
        sent_copies.forget(db, 1, "1@linia.example")
        assert sent_copies.next_at(db) is None


def test_what_was_begun_and_never_followed_is_due_after_a_restart_and_never_filed(tmp_path):
    with closing(Database.open(tmp_path, NOW)) as db:
        sent_copies.begin(db, 1, "1@linia.example", b"letter", NOW)
        assert sent_copies.due(db, NOW + SECOND) == []
        sent_copies.interrupted(db, NOW + SECOND)
        [job] = sent_copies.due(db, NOW + SECOND)
        assert job.file is File.NEVER
