"""Own wait rows to a real server and to a lead: once, in order, never doubled, gone when taken back."""

import json
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from desktop_app.domain.model import DAY, HOUR, MINUTE, Micros
from desktop_app.domain.team import Batch, TeamRow, pack, row_text, seal_of
from desktop_app.domain.tokens import parse_key
from desktop_app.engine.marking import Server
from desktop_app.engine.team import Team
from desktop_app.engine.team_files import TeamFiles
from desktop_app.server.invite import invite, join, revoke, rotate
from desktop_app.server.run import ServerProcess, open_storage
from desktop_app.server.team_storage import Person
from desktop_app.store import handovers, people, settings, team_members
from tests.fakes.desk import ANNA, NOW, Desk
from tests.fakes.facts import Facts

PUBLIC = "https://track.firm.example"


class Member:
    """A person with a mailbox, a key and the engine's part of it."""

    def __init__(self, folder, world, name, **membership):
        self.desk = Desk(folder)
        self.facts = Facts()
        self.world = world
        self.key = world.invited(name, **membership)
        self.team = Team(self.desk.db, self.server, self.facts, lambda: self.desk.now)

    def server(self):
        return Server(self.world.server.url, self.key, None) if self.world.server else None

    def share(self, on=True):
        settings.put(self.desk.db, "team_share", json.dumps(on))

    def answer(self, number, after: Micros | None = 10 * MINUTE):
        """A letter comes, and is answered unless `after` is None."""
        self.desk.receive(f"in{number}@client.ru", at=NOW - (number + 1) * DAY)
        if after is not None:
            at = NOW - (number + 1) * DAY + after
            self.desk.send(f"out{number}@firm.ru", ANNA, at=at, answers=f"in{number}@client.ru")
        self.desk.derive()

    def seen(self):
        """Name -> how many waits, answered; what the report would read."""
        with closing(self.desk.reader()) as reader:
            found = reader.team()
        return {one.name: (one.waits.arrived.size, int((one.waits.answered > 0).sum())) for one in found}


class World:
    def __init__(self, folder):
        self.folder = folder
        self.url = f"sqlite:///{folder}/server.db"
        self.server = None
        self.members = []

    def storage(self):
        return closing(open_storage(self.url))

    def invited(self, name, **membership):
        with self.storage() as storage:
            return parse_key(invite(storage, name, PUBLIC, **membership).key)

    def start(self):
        self.server = ServerProcess(self.url)
        self.server.start()

    def member(self, name, **membership):
        made = Member(self.folder / name, self, name, **membership)
        self.members.append(made)
        return made

    def kept(self):
        with self.storage() as storage:
            return [one.row for one in storage.team.rows("", 0, 1000)]

    def people(self) -> list[Person]:
        with self.storage() as storage:
            return storage.team.people("")


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    made.start()
    yield made
    if made.server:
        made.server.stop()
    for member in made.members:
        member.desk.close()


def request(world, key, method, body=b"", seal=None, query=""):
    place = urlsplit(world.server.url)
    with closing(HTTPConnection(place.hostname, place.port, timeout=20)) as connection:
        headers = {"Authorization": f"Bearer {key.bearer}", "X-Otklik-Seal": seal or seal_of(key.seal, body)}
        connection.request(method, "/v1/team/rows" + query, body, headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())


def test_nothing_leaves_before_the_person_has_agreed(world):
    anna = world.member("Anna")
    anna.answer(1)
    anna.team.sync()
    assert world.kept() == world.people() == []
    assert anna.team.fact().sharing is False
    assert anna.team.rows().total == 1


def test_rows_reach_the_lead_and_what_is_shown_is_what_left(world):
    anna, lead = world.member("Anna"), world.member("Lead", lead=True)
    anna.share()
    anna.answer(1)
    anna.answer(2, None)
    anna.team.sync()
    lead.team.sync()
    assert lead.seen() == {"Anna": (2, 1)}
    assert anna.facts.all[-1].told == 2
    assert lead.facts.all[-1].lead is True
    shown = [json.loads(line) for line in anna.team.rows().lines]
    assert {one["id"]: one["version"] for one in shown} == {row.id: row.version for row in world.kept()}


def test_an_answer_that_comes_later_changes_the_same_row(world):
    anna, lead = world.member("Anna"), world.member("Lead", lead=True)
    anna.share()
    anna.answer(1, None)
    anna.team.sync()
    lead.team.sync()
    assert lead.seen() == {"Anna": (1, 0)}
    anna.desk.now += MINUTE
    anna.desk.send("late@firm.ru", ANNA, at=anna.desk.now, answers="in1@client.ru")
    anna.desk.derive()
    anna.team.sync()
    lead.team.sync()
    assert lead.seen() == {"Anna": (1, 1)}
    assert len(world.kept()) == 1


def test_what_needs_no_answer_after_all_is_taken_back(world):
    anna, lead = world.member("Anna"), world.member("Lead", lead=True)
    anna.share()
    anna.answer(1, None)
    anna.team.sync()
    lead.team.sync()
    letter = anna.desk.letter("in1@client.ru")
    for needs_answer, seen in ((False, (0, 0)), (True, (1, 0))):
        anna.desk.now += MINUTE
        people.mark_no_answer(anna.desk.db, letter, needs_answer)
        anna.desk.derive()
        anna.team.sync()
        lead.team.sync()
        assert lead.seen() == {"Anna": seen}


def test_a_wait_handed_over_travels_as_a_code_and_its_colleagues_as_another(world):
    """Who gave it to whom stays on the managers' computers: the two rows have nothing in common."""
    anna, ivan, lead = world.member("Anna"), world.member("Ivan"), world.member("Olga", lead=True)
    for member in (anna, ivan):
        member.share()
    anna.answer(0)
    anna.answer(1, after=None)
    fields = {"answers": "in1@client.ru", "subject": "Fwd: Offer", "at": NOW - HOUR}
    anna.desk.send("fwd@firm.ru", "ivan@firm.ru", **fields)
    anna.desk.derive()
    ivan.desk.receive("fwd@firm.ru", sender="Anna <anna@firm.ru>", subject="Fwd: Offer", at=NOW - HOUR)
    handovers.note_forward(ivan.desk.db, ivan.desk.letter("fwd@firm.ru"), ANNA)
    ivan.desk.derive()
    for member in (anna, ivan, lead):
        member.team.sync()
    with closing(lead.desk.reader()) as reader:
        told = {one.name: one.waits for one in reader.team()}
    assert (told["Anna"].arrived.size, told["Anna"].handed_over.size) == (1, 1)
    assert (told["Ivan"].arrived.tolist(), told["Ivan"].taken.tolist()) == ([NOW - HOUR], [True])
    bodies = [row_text(row) for row in world.kept()]
    assert sum("handed_over" in body for body in bodies) == sum("taken_over" in body for body in bodies) == 1
    assert not any("ivan" in body.lower() or "@" in body for body in bodies)


def test_a_server_that_is_away_is_told_later_and_nothing_twice(world):
    anna = world.member("Anna")
    anna.share()
    anna.answer(1)
    world.server.stop()
    anna.team.sync()
    assert anna.team.fact().state == "unreachable"
    assert anna.team.fact().told == 0
    anna.answer(2)
    world.start()
    anna.team.sync()
    anna.team.sync()
    assert anna.team.fact().state == "on"
    assert len(world.kept()) == 2


def test_an_acknowledgement_that_was_lost_doubles_nothing_and_loses_no_change(world, monkeypatch):
    anna = world.member("Anna")
    anna.share()
    anna.answer(1, None)
    monkeypatch.setattr("desktop_app.engine.team.team.told", lambda *_: None)  # killed before it is written
    anna.team.sync()
    monkeypatch.undo()
    assert len(world.kept()) == 1
    anna.desk.send("late@firm.ru", ANNA, at=NOW, answers="in1@client.ru")
    anna.desk.derive()
    anna.team.sync()
    assert [row.answered for row in world.kept()] == [NOW]


def test_a_clock_that_was_set_back_is_no_hindrance(world):
    anna = world.member("Anna")
    anna.share()
    anna.answer(1)
    anna.team.sync()
    anna.desk.now -= 3 * DAY
    anna.answer(5)
    anna.team.sync()
    assert len(world.kept()) == 2


def test_agreement_taken_back_erases_everything_at_the_server_and_at_the_lead(world):
    anna, lead = world.member("Anna"), world.member("Lead", lead=True)
    anna.share()
    anna.answer(1)
    anna.team.sync()
    lead.team.sync()
    names = {row.id for row in world.kept()}
    anna.share(False)
    anna.team.sync()
    lead.team.sync()
    assert world.kept() == world.people() == []
    assert lead.seen() == {}
    anna.share()
    anna.desk.now += MINUTE
    anna.team.sync()
    lead.team.sync()
    assert lead.seen() == {"Anna": (1, 1)}
    assert not names & {row.id for row in world.kept()}


def test_who_left_is_gone_unless_the_rows_are_to_stay(world):
    lead = world.member("Lead", lead=True)
    for name, keep_rows in (("Anna", False), ("Boris", True)):
        member = world.member(name)
        member.share()
        member.answer(1)
        member.team.sync()
        lead.team.sync()
        with world.storage() as storage:
            revoke(storage, name, keep_rows=keep_rows)
        member.team.sync()
        assert member.team.fact().state == "refused"
    lead.team.sync()
    assert lead.seen() == {"Boris": (1, 1)}
    assert lead.desk.db.rows("SELECT left_team FROM team_member") == [(1,)]
    (boris,) = team_members.members(lead.desk.db)
    TeamFiles(lead.desk.db, None, lambda: NOW).forget(boris.key)
    lead.team.sync()
    assert lead.seen() == {}
    with lead.desk.db.transaction():
        lead.desk.db.execute("DELETE FROM state")  # the database was rebuilt: all is read again
    lead.team.sync()
    assert lead.seen() == {}


def test_a_new_key_goes_on_with_the_rows_of_the_old_one(world):
    anna = world.member("Anna")
    anna.share()
    anna.answer(1)
    anna.team.sync()
    with world.storage() as storage:
        join(storage, "Anna", "north", lead=True)
        anna.key = parse_key(rotate(storage, "Anna", PUBLIC).key)
        rows = storage.team.rows("north", 0, 10)
    anna.answer(2)
    anna.desk.now += MINUTE
    anna.team.sync()
    assert len(rows) == 1
    assert anna.seen() == {"Anna": (2, 2)}


def test_only_a_lead_reads(world):
    anna = world.member("Anna")
    assert request(world, anna.key, "GET") == (403, {"error": "not_a_lead"})


def row(number, version=1):
    return TeamRow(f"{number:022}", version, NOW, None, None, None, frozenset())


def test_a_replayed_batch_is_refused_with_the_counter_to_go_on_from(world):
    key = world.invited("Anna")
    body = pack(Batch(5, "", [row(1)]))
    assert request(world, key, "PUT", body) == (200, {"counter": 5, "epoch": 1})
    assert request(world, key, "PUT", body) == (409, {"counter": 5, "epoch": 1, "error": "replayed"})
    assert request(world, key, "DELETE") == (200, {"rows": 1})
    assert request(world, key, "PUT", body)[0] == 409
    assert world.kept() == []


def test_forged_batches_are_refused_whole(world):
    anna, boris = world.invited("Anna"), world.invited("Boris")
    body = pack(Batch(5, "", [row(1)]))
    request(world, anna, "PUT", body)
    taken = pack(Batch(6, "", [row(2), row(1, 9)]))
    assert request(world, boris, "PUT", taken) == (403, {"error": "not_your_row"})
    assert request(world, boris, "PUT", taken, seal_of(anna.seal, taken)) == (403, {"error": "bad_seal"})
    assert request(world, boris, "PUT", b"{}") == (400, {"error": "not_a_batch"})
    assert request(world, boris, "PUT", b"x" * 1_100_000)[0] == 413
    named = body.replace(b'"codes"', b'"subject": "Prices", "codes"')
    assert request(world, boris, "PUT", named) == (400, {"error": "bad_row"})
    assert world.kept() == [row(1)]


def test_another_server_is_told_everything_anew(world, tmp_path):
    anna = world.member("Anna")
    anna.share()
    anna.answer(1)
    anna.team.sync()
    world.server.stop()
    world.url = f"sqlite:///{tmp_path}/other.db"
    anna.key = world.invited("Anna")
    world.start()
    anna.team.sync()
    assert len(world.kept()) == 1


def test_the_thread_tells_by_itself_and_ends_at_once(world):
    anna = world.member("Anna")
    anna.share()
    anna.answer(1)
    anna.team.start()
    anna.facts.wait_for(lambda fact: fact.told == 1)
    anna.team.stop()
