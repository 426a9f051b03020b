# ruff: noqa: D106 - Meta is where peewee wants a table's options
"""The tables of keep.db about people, by address: what the user said of them and is to do for them."""

from __future__ import annotations

from peewee import IntegerField, TextField

from desktop_app.store.keep_base import KeepTable


class Note(KeepTable):
    address = TextField(primary_key=True)
    text = TextField()

    class Meta:
        table_name = "note"
        without_rowid = True


class Snooze(KeepTable):
    address = TextField(primary_key=True)
    until = IntegerField()

    class Meta:
        table_name = "snooze"
        without_rowid = True


class UntilReply(KeepTable):
    """Who sleeps until they write; `since` when."""

    address = TextField(primary_key=True)
    since = IntegerField()

    class Meta:
        table_name = "until_reply"
        without_rowid = True


class Handled(KeepTable):
    """The user last called somebody, or said that it is done."""

    address = TextField(primary_key=True)
    at = IntegerField()

    class Meta:
        table_name = "handled"
        without_rowid = True


class Reminder(KeepTable):
    """Remind of a person at `due` unless a human answer has come after `since`.

    `message_id`: the letter it was asked for with, "" = on the card. `told` 1: it was announced.
    """

    address = TextField(primary_key=True)
    since = IntegerField()
    due = IntegerField()
    message_id = TextField()
    told = IntegerField()

    class Meta:
        table_name = "reminder"
        without_rowid = True


class Morning(KeepTable):
    """Who is in the morning queue of a day, at which place, and what was done (`store.morning`)."""

    address = TextField(primary_key=True)
    day = IntegerField()
    place = IntegerField()
    kind = TextField()
    started_at = IntegerField()

    class Meta:
        table_name = "morning"
        without_rowid = True


class PhoneByHand(KeepTable):
    """The number the user gave a person; `number` "" = none of those that were found is his."""

    address = TextField(primary_key=True)
    number = TextField()
    shown = TextField()
    extension = TextField()

    class Meta:
        table_name = "phone_by_hand"
        without_rowid = True


class SamePerson(KeepTable):
    """`address` belongs to the person known by the address `person`; never a chain."""

    address = TextField(primary_key=True)
    person = TextField()

    class Meta:
        table_name = "same_person"
        without_rowid = True


SamePerson.add_index(SamePerson.index(SamePerson.person, name="same_person_person"))
