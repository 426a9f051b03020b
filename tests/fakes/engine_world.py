"""A user of a real IMAP server with an engine in this process: what tests do to both, and what they see."""

from collections import Counter
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from desktop_app.domain.commands import AddAccount, Send
from desktop_app.domain.facts import OutboxChanged, SyncState
from desktop_app.domain.model import AccountSettings, Draft, Endpoint, Security
from desktop_app.engine.process import Engine
from desktop_app.settings.secrets import FileSecrets
from desktop_app.store.reader import Reader
from tests.fakes.facts import Facts

DAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
WITHIN_S = 8.0  # what rings reaches the database sooner than that; the poll would take a minute


def letter(number, subject="Prices", who="Anna <anna@zavod.example>", to="marina@linia.example"):
    return (
        f"Message-ID: <{number}@zavod.example>\r\nFrom: {who}\r\nTo: {to}\r\nSubject: {subject}\r\n"
        "Date: Mon, 2 Mar 2026 09:30:00 +0000\r\n\r\nHow much is it?\r\n"
    ).encode()


class EngineWorld:
    """A mailbox, a data folder, and the facts that its engine tells."""

    def __init__(self, folder):
        self.data, self.secrets = folder / "data", folder / "secrets"
        self.facts = Facts()

    @contextmanager
    def engine(self):
        with Engine(self.data, FileSecrets(self.secrets)) as engine:
            engine.listen(self.facts)
            engine.start()
            yield engine

    def add(self, engine, password="secret", **changes):
        return engine.call(AddAccount(replace(self.settings, **changes), password))

    def letters(self):
        with closing(Reader(self.data)) as reader:
            return list(reader.letters())

    def waits(self):
        with closing(Reader(self.data)) as reader:
            return list(reader.waits())

    def ids(self):
        return Counter(row.message_id.partition("@")[0] for row in self.letters())

    def wait_for_letters(self, *numbers, within_s=WITHIN_S):
        wanted = Counter(str(one) for one in numbers)
        self.facts.wait_until(lambda: self.ids() == wanted, within_s)

    def quiet(self, seconds, of=object):
        """Nothing is announced for so long, or nothing of that kind."""
        count = len(self.facts.all)
        with pytest.raises(AssertionError, match="never announced"):
            self.facts.wait_for(lambda fact: isinstance(fact, of), count, seconds)

    def send(self, engine, *people):
        return engine.call(Send(Draft(1, people, subject="Offer", html="<p>Hi</p>"), 0))

    def wait_for_outbox(self, number, state):
        def wanted(fact):
            return isinstance(fact, OutboxChanged) and (fact.outbox, fact.state) == (number, state)

        self.facts.wait_for(wanted, within_s=20)


class FakedWorld(EngineWorld):
    """Of a fake of Exchange or Microsoft 365; `known` gives its folders by their well-known names."""

    def __init__(self, fake, password, known, folder):
        super().__init__(folder)
        self.fake = fake
        self.box = fake.mailbox
        self._password = password
        self._known = known

    @property
    def settings(self):
        return self.fake.account()

    def add(self, engine, password="", **changes):
        return super().add(engine, password or self._password, **changes)

    def put(self, *numbers, folder="inbox"):
        return [self.box.put(self._known(folder), letter(one)) for one in numbers]


class World(EngineWorld):
    """Of a user of a Dovecot."""

    def __init__(self, server, user, folder):
        super().__init__(folder)
        self.server = server
        self.user = user

    @property
    def settings(self):
        imap = Endpoint("127.0.0.1", self.server.port, Security.NONE)
        return AccountSettings("imap", "marina@linia.example", self.user, imap)

    def put(self, *numbers, folder="INBOX", flags=(), **parts):
        self.server.append(self.user, folder, [(letter(one, **parts), DAY, flags) for one in numbers])

    def wait_until_watched(self, since=0):
        """The watcher rings once when it begins to listen, so the account is live a second time."""
        self.facts.wait_until(lambda: self.lives(since) >= 2)

    def lives(self, since):
        return sum(fact.state == "live" for fact in self.facts.of(SyncState, since))

    def logins(self):
        """How often the user was let in, how often refused."""
        lines = [line for line in self.server.log().splitlines() if f"user=<{self.user}>" in line]
        return Counter("refused" if "auth failed" in line else "in" for line in lines if "ogin" in line)
