# ruff: noqa: D106 - Meta is where peewee wants a table's options
"""The tables of keep.db about what was learnt: from corrections, from our own hits, from answers."""

from __future__ import annotations

from peewee import BlobField, CompositeKey, FloatField, IntegerField, TextField
from playhouse.sqlite_ext import AutoIncrementField

from desktop_app.store.keep_base import KeepTable


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
