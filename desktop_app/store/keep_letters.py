# ruff: noqa: D106 - Meta is where peewee wants a table's options
"""The tables of keep.db about our own letters, by Message-ID: being written, going, gone, seen read."""

from __future__ import annotations

from peewee import BlobField, CompositeKey, IntegerField, TextField
from playhouse.sqlite_ext import AutoIncrementField

from desktop_app.store.keep_base import KeepTable


class DraftRow(KeepTable):
    key = TextField(primary_key=True)
    body = TextField()

    class Meta:
        table_name = "draft"
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


class Learned(KeepTable):
    """A server sent our letter `own_id` under another Message-ID."""

    message_id = TextField(primary_key=True)
    own_id = TextField()

    class Meta:
        table_name = "learned"
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
