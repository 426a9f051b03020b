# ruff: noqa: D106 - Meta is where peewee wants a table's options
"""The tables of otklik.db: what can be rebuilt from the mailbox and the tracking server.

STRICT tables; instants are INTEGER microseconds UTC; lists and parameters are JSON texts. No model belongs to
a database: a query names it when it runs (`query.execute(db.peewee)`). Ids are never used twice
(AUTOINCREMENT, or the `sequence` table where rows are inserted in bulk): a stale id in the window never shows
another letter.
"""

from __future__ import annotations

from peewee import SQL, CompositeKey, FloatField, IntegerField, SchemaManager, SqliteDatabase, TextField
from playhouse.sqlite_ext import AutoIncrementField

from desktop_app.store.letter_tables import AnsweredMark, BadHeader, Folder, Letter, LetterText, Place, Report
from desktop_app.store.table import Table, raw

# Letters are found by words, never by phrases: without places the index is two fifths of the size. To `ascii`
# all that is not ASCII belongs to a word, so that each of `words.split` is one.
SEARCH = """
CREATE VIRTUAL TABLE letter_search USING fts5(
    words, content='', contentless_delete=1, tokenize='ascii', detail='none', prefix='3'
)
"""
PEOPLE = """
CREATE VIRTUAL TABLE people_search USING fts5(
    words, content='', contentless_delete=1, tokenize='trigram', detail='full'
)
"""


class Sequence(Table):
    """The next free id of the tables that are filled in bulk."""

    name = TextField(primary_key=True)
    next = IntegerField()

    class Meta:
        table_name = "sequence"
        without_rowid = True


class State(Table):
    """Cursors: how far hits were read and letters were indexed."""

    key = TextField(primary_key=True)
    value = IntegerField()

    class Meta:
        table_name = "state"
        without_rowid = True


class Contact(Table):
    """A person outside. The name is the newest one that was not empty."""

    id = IntegerField(primary_key=True)
    address = TextField(unique=True)
    name = TextField()
    name_at = IntegerField()

    class Meta:
        table_name = "contact"


class ContactAccount(Table):
    """Which accounts have letters from or to a contact."""

    account = IntegerField()
    contact = IntegerField()

    class Meta:
        table_name = "contact_account"
        primary_key = CompositeKey("account", "contact")
        without_rowid = True


class Phone(Table):
    """A telephone number that `letter` of the contact is signed with; the first `position` is his own."""

    contact = IntegerField()
    number = TextField()
    shown = TextField()
    extension = TextField()
    position = IntegerField()
    letter = IntegerField()

    class Meta:
        table_name = "phone"
        primary_key = CompositeKey("contact", "number")
        without_rowid = True


class PhoneRead(Table):
    """The newest letter of a contact that was opened to look for numbers."""

    contact = IntegerField(primary_key=True)
    letter = IntegerField()

    class Meta:
        table_name = "phone_read"


class Moved(Table):
    """A letter that went over to another address of the same person, for the way back.

    `side`: "in" (he wrote it), "out" (he is a recipient of it), "own" (`was` is `now` and was a recipient
    himself, too).
    """

    side = TextField()
    letter = IntegerField()
    was = IntegerField()
    now = IntegerField()

    class Meta:
        table_name = "moved"
        primary_key = CompositeKey("was", "side", "letter")
        without_rowid = True


class Recipient(Table):
    """An outside recipient of a letter of ours, and what came back.

    `human`: a person of ours wrote it. `answered_at`: his own first human letter of the conversation after
    it, `closed_at`: anybody's from outside (a colleague of his may answer for him).
    """

    letter = IntegerField()
    contact = IntegerField()
    account = IntegerField()
    at = IntegerField()
    human = IntegerField()
    answered_at = IntegerField(null=True)
    closed_at = IntegerField(null=True)

    class Meta:
        table_name = "recipient"
        primary_key = CompositeKey("letter", "contact")
        without_rowid = True


Recipient.add_index(Recipient.index(Recipient.contact, Recipient.at, name="recipient_contact"))


class Reference(Table):
    """Every Message-ID heard of: its conversation, and its letter once that is here.

    `conversation` may have been merged since (see `Merged`). A learned id has a row of its own.
    """

    account = IntegerField()
    message_id = TextField()
    conversation = IntegerField()
    letter = IntegerField(null=True)

    class Meta:
        table_name = "reference"
        primary_key = CompositeKey("account", "message_id")
        without_rowid = True


class Merged(Table):
    """Conversations that turned out to be part of another; never a chain."""

    conversation = IntegerField(primary_key=True)
    into = IntegerField()

    class Meta:
        table_name = "merged"


Merged.add_index(Merged.index(Merged.into, name="merged_into"))


class Conversation(Table):
    """Written by derive; `channel` is the one of its first letter that has one."""

    id = IntegerField(primary_key=True)
    account = IntegerField()
    subject = TextField()
    first_at = IntegerField()
    last_at = IntegerField()
    channel = TextField()

    class Meta:
        table_name = "conversation"


Conversation.add_index(Conversation.index(Conversation.last_at, name="conversation_last"))


class Due(Table):
    """Conversations that wait for derive."""

    conversation = IntegerField(primary_key=True)

    class Meta:
        table_name = "due"


# ── otklik.db: what is derived ───────────────────────────────────────────────────────────────────


class Wait(Table):
    """A client waits for our answer, since the letter `first_letter`, which is the id of the wait."""

    first_letter = IntegerField(primary_key=True)
    conversation = IntegerField()
    contact = IntegerField(null=True)
    last_letter = IntegerField()
    arrived_at = IntegerField()
    seen_low = IntegerField(null=True)
    seen_high = IntegerField(null=True)
    answered_at = IntegerField(null=True)
    answer = IntegerField(null=True)
    responder = TextField()
    excluded = TextField(null=True)
    first_of_conversation = IntegerField()
    handed_at = IntegerField(null=True)
    handed_to = TextField(constraints=[SQL("DEFAULT ''")])
    held_by = IntegerField(constraints=[SQL("DEFAULT 0")])

    class Meta:
        table_name = "wait"


Wait.add_index(Wait.index(Wait.conversation, name="wait_conversation"))
Wait.add_index(Wait.index(Wait.arrived_at, name="wait_arrived"))
Wait.add_index(Wait.index(Wait.handed_at, name="wait_handed").where(Wait.handed_at.is_null(False)))
Wait.add_index(
    Wait.index(Wait.contact, Wait.arrived_at, name="wait_open").where(
        Wait.answered_at.is_null() & Wait.excluded.is_null()
    )
)


class Hit(Table):
    """A raw request at the tracking server; `id` is the server's cursor."""

    id = IntegerField(primary_key=True)
    at = IntegerField()
    kind = TextField()
    token = TextField()
    agent = TextField()
    network = TextField()
    flags = TextField()

    class Meta:
        table_name = "hit"


Hit.add_index(Hit.index(Hit.token, name="hit_token"))


class Signal(Table):
    """What became of a letter to a recipient. (message_id, recipient, kind, key) survives a rebuild.

    `key` tells signals of one kind apart (the first hit folded in, or the Message-ID of an answer).
    """

    id = AutoIncrementField()
    message_id = TextField()
    recipient = TextField()
    kind = TextField()
    key = TextField()
    at = IntegerField()
    letter = IntegerField(null=True)
    contact = IntegerField(null=True)
    judged = TextField()
    verdict = TextField()
    reasons = TextField()
    link = TextField()
    count = IntegerField()

    class Meta:
        table_name = "signal"
        indexes = ((("message_id", "recipient", "kind", "key"), True),)


Signal.add_index(Signal.index(Signal.at, name="signal_at"))
Signal.add_index(Signal.index(Signal.contact, Signal.at, name="signal_contact"))
Signal.add_index(Signal.index(Signal.letter, name="signal_letter"))


class Lead(Table):
    """One row of the list as it is shown, and the keys it is sorted by.

    `awaiting`: a letter of ours is open. `action_rank` and `name_key` only order.
    """

    contact = IntegerField(primary_key=True)
    name = TextField()
    name_key = TextField()
    address = TextField()
    company = TextField()
    warmth = IntegerField(null=True)
    lift = FloatField(null=True)
    action = TextField()
    action_rank = IntegerField()
    reason = TextField()
    reason_params = TextField()
    waiting_since = IntegerField(null=True)
    awaiting = IntegerField()
    last_signal = IntegerField(null=True)
    last_signal_kind = TextField(null=True)
    last_signal_at = IntegerField(null=True)
    last_signal_link = TextField()
    last_letter_at = IntegerField(null=True)
    subject = TextField()
    channel = TextField()
    channel_at = IntegerField(null=True)
    snoozed_until = IntegerField(null=True)
    contributions = TextField()
    declined = TextField(null=True)

    class Meta:
        table_name = "lead"


Lead.add_index(Lead.index(Lead.warmth, Lead.last_letter_at, name="lead_warmth"))
Lead.add_index(Lead.index(Lead.name_key, name="lead_name"))
Lead.add_index(Lead.index(Lead.last_signal_at, Lead.last_letter_at, name="lead_signal"))
Lead.add_index(Lead.index(Lead.waiting_since, Lead.last_letter_at, name="lead_waiting"))
Lead.add_index(Lead.index(Lead.last_letter_at, name="lead_letter"))
Lead.add_index(Lead.index(Lead.action_rank, Lead.warmth.desc(), name="lead_action"))
Lead.add_index(Lead.index(Lead.channel, Lead.last_letter_at, name="lead_channel"))
Lead.add_index(Lead.index(Lead.company, name="lead_company").where(Lead.company != ""))
Lead.add_index(Lead.index(Lead.snoozed_until, name="lead_snoozed").where(Lead.snoozed_until.is_null(False)))
# The filters answer, hot, cold and waiting find here all they are sorted by: with a look at each row the
# order of 20,000 leads took 59 ms, without 15.
_SORTED_BY = (Lead.last_letter_at, Lead.last_signal_at, Lead.action_rank, Lead.channel, Lead.name_key)
Lead.add_index(
    Lead.index(Lead.waiting_since, *_SORTED_BY, Lead.warmth, name="lead_answer").where(
        Lead.waiting_since.is_null(False)
    )
)
Lead.add_index(
    Lead.index(Lead.warmth, *_SORTED_BY, Lead.waiting_since, name="lead_scored").where(
        Lead.warmth.is_null(False)
    )
)
Lead.add_index(
    Lead.index(*_SORTED_BY, Lead.warmth, Lead.waiting_since, name="lead_awaiting").where(Lead.awaiting == 1)
)


class TeamMember(Table):
    """Somebody whose wait rows lie here (`store.team_members`)."""

    person = TextField(primary_key=True)
    name = TextField()
    hours = TextField()
    epoch = IntegerField()
    told_at = IntegerField()
    left_team = IntegerField()
    counter = IntegerField()

    class Meta:
        table_name = "team_member"
        without_rowid = True


class TeamRow(Table):
    """One wait of a colleague: times and codes (`domain.team.flags_of`)."""

    person = TextField()
    id = TextField()
    version = IntegerField()
    arrived = IntegerField()
    seen_low = IntegerField(null=True)
    seen_high = IntegerField(null=True)
    answered = IntegerField(null=True)
    flags = IntegerField()

    class Meta:
        table_name = "team_row"
        primary_key = CompositeKey("person", "id")
        without_rowid = True


MAIN_TABLES: tuple[type[Table], ...] = (
    Sequence, State, Folder, Letter, BadHeader, Report, LetterText, Place, Contact, ContactAccount, Phone,
    PhoneRead, Moved, Recipient, Reference, Merged, Conversation, Due, Wait, Hit, Signal, Lead,
    TeamMember, TeamRow, AnsweredMark,
)  # fmt: skip


def create_main(database: SqliteDatabase) -> None:
    """Make all tables of otklik.db as they are today."""
    for table in MAIN_TABLES:
        SchemaManager(table, database).create_all(safe=False)
    connection = raw(database)
    connection.execute(SEARCH)
    connection.execute(PEOPLE)
