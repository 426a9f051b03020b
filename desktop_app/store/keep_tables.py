# ruff: noqa: D106 - Meta is where peewee wants a table's options
"""The tables of keep.db, which is attached as `keep`: what cannot be rebuilt from the mailbox.

Letters are named by Message-ID and people by address: these outlive a rebuild of otklik.db, ids do not.
"""

from __future__ import annotations

from peewee import BlobField, CompositeKey, FloatField, IntegerField, SchemaManager, SqliteDatabase, TextField
from playhouse.sqlite_ext import AutoIncrementField

from desktop_app.store.keep_base import KeepTable
from desktop_app.store.keep_waits import Announced, Assigned, NoAnswer, TeamSent, TeamState, TeamTrust, Thanks


class Account(KeepTable):
    id = AutoIncrementField()
    settings = TextField()

    class Meta:
        table_name = "account"


class FolderChoice(KeepTable):
    """What the user has said of a folder, by the server's name. `wanted` None: nothing."""

    account = IntegerField()
    remote_id = TextField()
    wanted = IntegerField(null=True)
    is_sent = IntegerField()

    class Meta:
        table_name = "folder_choice"
        primary_key = CompositeKey("account", "remote_id")
        without_rowid = True


class Setting(KeepTable):
    """What the user has set; `value` is JSON."""

    key = TextField(primary_key=True)
    value = TextField()

    class Meta:
        table_name = "setting"
        without_rowid = True


class ChannelAddress(KeepTable):
    """A substitution address of a channel. A channel without addresses does not exist."""

    address = TextField(primary_key=True)
    channel = TextField()

    class Meta:
        table_name = "channel_address"
        without_rowid = True


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


class Outbox(KeepTable):
    """A letter to send. `state` as in facts.OutboxChanged; `draft` as store.drafts encodes it.

    `send_at`: the user wants it to go at this instant, NULL: as soon as possible.
    """

    id = AutoIncrementField()
    account = IntegerField()
    message_id = TextField()
    state = TextField()
    draft = TextField()
    subject = TextField()
    recipients = TextField()
    created_at = IntegerField()
    hold_until = IntegerField()
    error = TextField(default="")
    send_at = IntegerField(null=True)

    class Meta:
        table_name = "outbox"
        indexes = ((("state", "hold_until"), False),)


class OutboxCopy(KeepTable):
    """One submission of an outbox letter: `recipient` got, or may have got, his own copy."""

    outbox = IntegerField()
    recipient = TextField()
    state = TextField()
    detail = TextField()

    class Meta:
        table_name = "outbox_copy"
        primary_key = CompositeKey("outbox", "recipient")
        without_rowid = True


class DraftRow(KeepTable):
    key = TextField(primary_key=True)
    body = TextField()

    class Meta:
        table_name = "draft"
        without_rowid = True


class Seen(KeepTable):
    """When a letter was first seen read; the mailbox itself keeps no such time."""

    account = IntegerField()
    message_id = TextField()
    low = IntegerField(null=True)
    high = IntegerField()

    class Meta:
        table_name = "seen"
        primary_key = CompositeKey("account", "message_id")
        without_rowid = True


class Learned(KeepTable):
    """A server sent our letter `own_id` under another Message-ID."""

    message_id = TextField(primary_key=True)
    own_id = TextField()

    class Meta:
        table_name = "learned"
        without_rowid = True


class Correction(KeepTable):
    """A verdict that the user knows better."""

    message_id = TextField()
    recipient = TextField()
    kind = TextField()
    key = TextField()
    verdict = TextField()

    class Meta:
        table_name = "correction"
        primary_key = CompositeKey("message_id", "recipient", "kind", "key")
        without_rowid = True


class Rule(KeepTable):
    """What a correction taught (`domain.learned`)."""

    id = AutoIncrementField()
    network = TextField()
    family = TextField()
    domain = TextField()
    verdict = TextField()
    created_at = IntegerField()

    class Meta:
        table_name = "rule"
        indexes = ((("network", "family", "domain"), True),)


class MailDomain(KeepTable):
    """A recipient's domain. `gateway`: who takes its mail in, "" = nobody known; `looked_up_at` 0 = not yet.

    `window`: the delivery window learnt from our own hits, in microseconds.
    """

    domain = TextField(primary_key=True)
    gateway = TextField()
    looked_up_at = IntegerField()
    window = IntegerField(null=True)

    class Meta:
        table_name = "mail_domain"
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


class Relayed(KeepTable):
    """A letter another mail program sent through us. `mime` is empty once nobody waits for a copy."""

    id = AutoIncrementField()
    account = IntegerField()
    message_id = TextField()
    digest = TextField()
    sender = TextField()
    smtputf8 = IntegerField()
    mime = BlobField()
    created_at = IntegerField()

    class Meta:
        table_name = "relayed"
        indexes = ((("account", "message_id"), False),)


class RelayedCopy(KeepTable):
    """What became of one recipient's copy. `state`: accepted | held | sending | failed (to be
    reported to the sender) | rejected (reported).
    """

    relayed = IntegerField()
    recipient = TextField()
    state = TextField()
    detail = TextField()
    next_at = IntegerField()

    class Meta:
        table_name = "relayed_copy"
        primary_key = CompositeKey("relayed", "recipient")
        without_rowid = True
        indexes = ((("state", "next_at"), False),)


class SentCopy(KeepTable):
    """A letter that has gone, or is going (`next_at` NULL), and shall lie clean in Sent.

    `file` as in store.sent_copies.File.
    """

    account = IntegerField()
    message_id = TextField()
    mime = BlobField()
    file = IntegerField()
    created_at = IntegerField()
    looks = IntegerField()
    next_at = IntegerField(null=True)

    class Meta:
        table_name = "sent_copy"
        primary_key = CompositeKey("account", "message_id")
        indexes = ((("next_at",), False),)


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


class ServerTask(KeepTable):
    """What the tracking server is still to do with a token: `task` erase (for ever) | forget (its hits)."""

    token = TextField(primary_key=True)
    task = TextField()

    class Meta:
        table_name = "server_task"
        without_rowid = True


class Template(KeepTable):
    """A letter to begin with; fields as {first_name} are filled when it is used."""

    id = AutoIncrementField()
    name = TextField()
    subject = TextField()
    html = TextField()
    changed_at = IntegerField()

    class Meta:
        table_name = "template"


class TemplateUse(KeepTable):
    """Which of our letters began with a template."""

    message_id = TextField(primary_key=True)
    template = IntegerField()

    class Meta:
        table_name = "template_use"
        without_rowid = True


class ShownLetter(KeepTable):
    """A line of one day's list of open letters as it was scored, and what became of it (`store.shown`).

    `person`: a keyed hash of the address. `rank` is of `listed`. `signals`: their part of the log-odds.
    `version`: of the weights, 0 = shipped. `replayed`: made later from the mailbox, by shipped weights and
    without signals. `settled`: 72 h have passed and `answered_at`, `acted` are final.
    """

    day = IntegerField()
    person = BlobField()
    message_id = TextField()
    at = IntegerField()
    sent_at = IntegerField()
    rank = IntegerField()
    listed = IntegerField()
    p = FloatField()
    signals = FloatField()
    features = TextField()
    version = IntegerField()
    replayed = IntegerField()
    settled = IntegerField()
    acted = IntegerField()
    answered_at = IntegerField(null=True)

    class Meta:
        table_name = "shown"
        primary_key = CompositeKey("day", "person")
        without_rowid = True


class WarmthFit(KeepTable):
    """The user's own weights (JSON) as they were learnt, and their proof; `used` 1: they were better."""

    version = AutoIncrementField()
    made_at = IntegerField()
    weights = TextField()
    conversations = IntegerField()
    answered = IntegerField()
    own = FloatField()
    shipped = FloatField()
    used = IntegerField()

    class Meta:
        table_name = "warmth_fit"


KEEP_TABLES: tuple[type[KeepTable], ...] = (
    Account, Setting, ChannelAddress, Token, Outbox, OutboxCopy, DraftRow, Seen, Learned, Correction, Note,
    Snooze, NoAnswer, Relayed, RelayedCopy, SentCopy, Withdrawn, PrivacyRule, Consent, Suppressed, Salt,
    LastOpen, Tally, ServerTask, Template, TemplateUse, FolderChoice,
    UntilReply, Handled, Reminder, PhoneByHand, SamePerson, Rule, MailDomain, Device, ShownLetter, WarmthFit,
    TeamSent, TeamState, TeamTrust, Thanks, Assigned, Announced, Morning,
)  # fmt: skip


def create_keep(database: SqliteDatabase) -> None:
    """Make all tables of keep.db as they are today."""
    for table in KEEP_TABLES:
        SchemaManager(table, database).create_all(safe=False)
