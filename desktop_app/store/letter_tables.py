# ruff: noqa: D106 - Meta is where peewee wants a table's options
"""The tables of otklik.db that a synchronisation fills: folders, letters, where they lie, what they hold.

See `store.tables`.
"""

from __future__ import annotations

from peewee import SQL, BlobField, CompositeKey, IntegerField, TextField
from playhouse.sqlite_ext import AutoIncrementField

from desktop_app.store.table import Table


class Folder(Table):
    """`synced_at`: the folder was last known to be in sync with the server. `wanted`: it is read."""

    id = AutoIncrementField()
    account = IntegerField()
    path = TextField()
    remote_id = TextField()
    role = TextField()
    state = BlobField(default=b"")
    done = IntegerField(default=0)
    total = IntegerField(default=0)
    synced_at = IntegerField(null=True)
    error = TextField(default="")
    wanted = IntegerField(constraints=[SQL("DEFAULT 1")])
    error_params = TextField(constraints=[SQL("DEFAULT '{}'")])

    class Meta:
        table_name = "folder"
        indexes = ((("account", "remote_id"), True),)


class Letter(Table):
    """One letter, in one or many places. `reference_ids`: newline between ids, newest last.

    `seen_low`/`seen_high`: last time known unread, first time known read.
    """

    id = IntegerField(primary_key=True)
    account = IntegerField()
    message_id = TextField()
    conversation = IntegerField()
    direction = TextField()
    kind = TextField()
    subject = TextField()
    sender_name = TextField()
    sender_address = TextField()
    to = TextField()
    cc = TextField()
    sent_at = IntegerField(null=True)
    arrived_at = IntegerField()
    in_reply_to = TextField()
    reference_ids = TextField()
    size = IntegerField()
    contact = IntegerField(null=True)
    responder = TextField()
    excluded = TextField(null=True)
    channel = TextField()
    bad = IntegerField()
    seen_low = IntegerField(null=True)
    seen_high = IntegerField(null=True)
    replies_to = IntegerField(null=True)

    class Meta:
        table_name = "letter"


Letter.add_index(Letter.index(Letter.conversation, name="letter_conversation"))
Letter.add_index(Letter.index(Letter.arrived_at, name="letter_arrived"))
Letter.add_index(
    Letter.index(Letter.contact, Letter.arrived_at, name="letter_contact").where(
        Letter.contact.is_null(False)
    )
)
# Not IN: SQLite would build its list anew for each row that is added, 1.5 of the 6.4 us a letter takes.
Letter.add_index(
    Letter.index(Letter.arrived_at, name="letter_report").where(
        (Letter.kind == "bounce") | (Letter.kind == "receipt") | (Letter.kind == "away")
    )
)
Letter.add_index(Letter.index(Letter.arrived_at, name="letter_sent").where(Letter.direction == "out"))
# Who wrote each of 20,000 letters found: 8 instead of 22 ms.
Letter.add_index(
    Letter.index(Letter.id, Letter.contact, name="letter_who").where(Letter.contact.is_null(False))
)
Letter.add_index(
    Letter.index(Letter.arrived_at, name="letter_inside").where(
        (Letter.direction == "in") & (Letter.excluded == "internal")
    )
)


class BadHeader(Table):
    """The raw header of a letter that could not be read, as Latin-1, for the support report."""

    letter = IntegerField(primary_key=True)
    header = TextField()

    class Meta:
        table_name = "bad_header"


class Report(Table):
    """What a bounce, a receipt or an absence note says inside (`store.reports`)."""

    letter = IntegerField(primary_key=True)
    message_id = TextField()
    recipient = TextField()
    outcome = TextField()
    status = TextField()
    by_hand = IntegerField()
    return_at = IntegerField(null=True)

    class Meta:
        table_name = "report"


Report.add_index(Report.index(Report.return_at, name="report_return").where(Report.return_at.is_null(False)))


class LetterText(Table):
    """The readable text of a letter that was fetched."""

    letter = IntegerField(primary_key=True)
    text = TextField()

    class Meta:
        table_name = "letter_text"


class Place(Table):
    """A copy of a letter in a folder of the server."""

    folder = IntegerField()
    remote_id = TextField()
    letter = IntegerField()
    seen = IntegerField()

    class Meta:
        table_name = "place"
        primary_key = CompositeKey("folder", "remote_id")
        without_rowid = True


Place.add_index(Place.index(Place.letter, name="place_letter"))


class AnsweredMark(Table):
    """When a letter was answered, as its mailbox marks it: the answer itself may lie nowhere."""

    letter = IntegerField(primary_key=True)
    at = IntegerField()

    class Meta:
        table_name = "answered_mark"
