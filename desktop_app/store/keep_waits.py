# ruff: noqa: D106 - Meta is where peewee wants a table's options
"""The tables of keep.db about waits: what is said of them by hand, what the team is told of them."""

from __future__ import annotations

from peewee import CompositeKey, IntegerField, TextField

from desktop_app.store.keep_base import KeepTable


class NoAnswer(KeepTable):
    """Inbound letters that need no answer, says the user."""

    message_id = TextField(primary_key=True)

    class Meta:
        table_name = "no_answer"
        without_rowid = True


class Thanks(KeepTable):
    """Inbound letters that only thank or confirm, by the rule; `needs_answer`: the user says otherwise."""

    message_id = TextField(primary_key=True)
    needs_answer = IntegerField()

    class Meta:
        table_name = "thanks"
        without_rowid = True


class Assigned(KeepTable):
    """To whom somebody says that the wait goes which begins with this letter (`model.Assignment`)."""

    message_id = TextField(primary_key=True)
    at = IntegerField()
    to = TextField()
    by = TextField()
    account = IntegerField()

    class Meta:
        table_name = "assigned"
        without_rowid = True


class TeamSent(KeepTable):
    """Under which random name a wait is told to the team, and the row as the server has it ("" = not yet)."""

    account = IntegerField()
    message_id = TextField()
    id = TextField()
    version = IntegerField()
    sent = TextField()

    class Meta:
        table_name = "team_sent"
        primary_key = CompositeKey("account", "message_id")
        without_rowid = True


class TeamState(KeepTable):
    """Which server was told, and what it is still to do."""

    name = TextField(primary_key=True)
    value = TextField()

    class Meta:
        table_name = "team_state"
        without_rowid = True


class TeamTrust(KeepTable):
    """Whose signed files are believed: public key (hex) and the name it speaks for."""

    public_key = TextField(primary_key=True)
    name = TextField()

    class Meta:
        table_name = "team_trust"
        without_rowid = True


class Announced(KeepTable):
    """What was announced and when, so that no restart says it again (`store.announced`)."""

    key = TextField(primary_key=True)
    at = IntegerField()

    class Meta:
        table_name = "announced"
        without_rowid = True
