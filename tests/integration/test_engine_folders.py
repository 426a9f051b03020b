"""Folders that the user switches on and off, at a real server, in the engine and on the command line."""

import json
import re
from contextlib import closing

import pytest

from desktop_app.cli.main import run
from desktop_app.cli.parser import parser
from desktop_app.domain.commands import ChooseFolder, ChooseSentFolder
from desktop_app.domain.errors import InputError
from desktop_app.domain.model import Role
from desktop_app.engine.process import clock
from desktop_app.store.reader import Reader
from tests.fakes.engine_world import World

pytestmark = pytest.mark.dovecot


@pytest.fixture
def world(dovecot, request, tmp_path):
    user = re.sub(r"[^a-z0-9]+", "-", request.node.name)[-40:]
    dovecot.add_user(user)
    return World(dovecot, user, tmp_path)


def folders(world):
    with closing(Reader(world.data)) as reader:
        return {row.path: row for row in reader.folders()}


def test_a_folder_is_switched_off_and_on_and_everything_is_as_before(world) -> None:
    world.put(1)
    world.put(2, 3, folder="Клиенты")
    with world.engine() as engine:
        world.add(engine)
        world.facts.state("live")
        world.wait_for_letters(1, 2, 3)
        folder = folders(world)["Клиенты"].id
        engine.call(ChooseFolder(folder, wanted=False))
        assert world.ids().keys() == {"1"}  # at once, not with the next look
        world.put(4, folder="Клиенты")
        world.put(5)
        world.wait_for_letters(1, 5)
        engine.call(ChooseFolder(folder, wanted=True))
        world.wait_for_letters(1, 2, 3, 4, 5)
    assert folders(world)["Клиенты"].letters == 3


def test_spam_is_known_but_not_read_until_it_is_switched_on(world) -> None:
    world.put(1)
    world.put(2, folder="Junk")
    with world.engine() as engine:
        world.add(engine)
        world.wait_for_letters(1)
        world.facts.state("live")
        assert (folders(world)["Junk"].wanted, folders(world)["Junk"].role) == (False, Role.SPAM)
        engine.call(ChooseFolder(folders(world)["Junk"].id, wanted=True))
        world.wait_for_letters(1, 2)


def test_the_inbox_cannot_be_switched_off(world) -> None:
    with world.engine() as engine:
        world.add(engine)
        world.facts.state("live")
        with pytest.raises(InputError) as caught:
            engine.call(ChooseFolder(folders(world)["INBOX"].id, wanted=False))
    assert caught.value.params["reason"] == "always_read"


def test_a_copy_of_a_sent_letter_goes_where_the_user_says_that_sent_letters_lie(world) -> None:
    world.put(1, folder="Old Sent")
    with world.engine() as engine:
        account = world.add(engine)
        world.facts.state("live")
        engine.call(ChooseSentFolder(account, folders(world)["Old Sent"].id))
        engine._mailroom.save_sent(account, b"Message-ID: <copy@linia.example>\r\nSubject: Hi\r\n\r\nHi\r\n")
        world.facts.wait_until(lambda: folders(world)["Old Sent"].letters == 2, 8)
        found = folders(world)
    assert (found["Old Sent"].role, found["Old Sent"].chosen_sent, found["Sent"].role) == (
        Role.SENT, True, Role.OTHER,
    )  # fmt: skip
    assert found["Sent"].letters == 0


def test_the_command_line_lists_switches_and_names(world, monkeypatch, capsys) -> None:
    def otklik(*words):
        arguments = parser().parse_args(["account", "folders", "marina@linia.example", *words])
        return run(arguments, world.data, clock()), capsys.readouterr()

    monkeypatch.setenv("OTKLIK_SECRETS", str(world.secrets))
    world.put(1)
    world.put(2, folder="Clients")
    with world.engine() as engine:
        world.add(engine)
        world.wait_for_letters(1, 2)
        world.facts.state("live")
    code, said = otklik()
    assert code == 0
    assert "on  INBOX (inbox): 1 letters, in sync 0 min ago" in said.out
    assert "off Junk (spam): not read" in said.out
    code, said = otklik("--off", "Clients")
    assert "off Clients (other): not read" in said.out
    assert world.ids().keys() == {"1"}
    code, said = otklik("--on", "Clients")
    assert "on  Clients (other): not yet in sync, 0 of 0 letters" in said.out
    assert otklik("--off", "Nowhere")[1].err.startswith("otklik: There is no such folder.")
    assert otklik("--off", "INBOX")[0] == 1
    otklik("--sent", "Clients")
    assert otklik("--sent", "")[0] == 0
    rows = [json.loads(line) for line in otklik("--json")[1].out.splitlines()]
    assert {row["path"]: row["read"] for row in rows}["Clients"] is True
