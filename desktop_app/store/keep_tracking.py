# ruff: noqa: D106 - Meta is where peewee wants a table's options
"""The tables of keep.db about tracking: what tokens stand for, and who may be tracked and how."""

from __future__ import annotations

from peewee import BlobField, CompositeKey, IntegerField, TextField
from playhouse.sqlite_ext import AutoIncrementField

from desktop_app.store.keep_base import KeepTable


class Token(KeepTable):
    """What a token of the tracking server stands for."""

    token = TextField(primary_key=True)
    message_id = TextField()
    recipient = TextField()
    kind = TextField()
    url = TextField()
    text = TextField()
    links = IntegerField()
    sent_at = IntegerField()

    class Meta:
        table_name = "token"
        without_rowid = True


Token.add_index(Token.index(Token.message_id, name="token_message"))


Token.add_index(Token.index(Token.recipient, Token.kind, name="token_recipient"))


class ServerTask(KeepTable):
    """What the tracking server is still to do with a token: `task` erase (for ever) | forget (its hits)."""

    token = TextField(primary_key=True)
    task = TextField()

    class Meta:
        table_name = "server_task"
        without_rowid = True


class Device(KeepTable):
    """A device of the user's own. `network` and `agent` are "" until its link was opened there."""

    token = TextField(primary_key=True)
    name = TextField()
    network = TextField()
    agent = TextField()
    created_at = IntegerField()
    seen_at = IntegerField(null=True)

    class Meta:
        table_name = "device"
        without_rowid = True


class LastOpen(KeepTable):
    """All that is kept of a person in the mode "date": the day (UTC) of the last open, written over."""

    address = TextField(primary_key=True)
    day = IntegerField()

    class Meta:
        table_name = "last_open"
        without_rowid = True


class Tally(KeepTable):
    """Counts of the mode "aggregate". `bundle`: which letters together; `last_hit`: counted so far."""

    bundle = TextField()
    kind = TextField()
    url = TextField()
    people = IntegerField()
    others = IntegerField()
    last_hit = IntegerField()

    class Meta:
        table_name = "tally"
        primary_key = CompositeKey("bundle", "kind", "url")
        without_rowid = True


class PrivacyRule(KeepTable):
    """The mode of an address, a domain or an account (`domain.privacy`)."""

    subject = TextField(primary_key=True)
    mode = TextField()
    at = IntegerField()

    class Meta:
        table_name = "privacy_rule"
        without_rowid = True


class Consent(KeepTable):
    """The register: who agreed (`given` 1) or withdrew (0), when, how, by which words, in which letter."""

    id = AutoIncrementField()
    address = TextField()
    at = IntegerField()
    given = IntegerField()
    how = TextField()
    wording = TextField()
    message_id = TextField()

    class Meta:
        table_name = "consent"
        indexes = ((("address", "at"), False),)


class Withdrawn(KeepTable):
    """Who does not want to be tracked: no pixel any more, and the old ones are erased at the server.

    `pending` 1: the server has not been told yet.
    """

    address = TextField(primary_key=True)
    at = IntegerField()
    pending = IntegerField()

    class Meta:
        table_name = "withdrawn"
        without_rowid = True


class Suppressed(KeepTable):
    """Who was erased and must not be tracked again: a keyed hash instead of the address."""

    digest = BlobField(primary_key=True)
    at = IntegerField()

    class Meta:
        table_name = "suppressed"
        without_rowid = True


class Salt(KeepTable):
    """The keys of keyed hashes, made here once."""

    name = TextField(primary_key=True)
    value = BlobField()

    class Meta:
        table_name = "salt"
        without_rowid = True
