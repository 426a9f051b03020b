# ruff: noqa: D106 - Meta is where peewee wants a table's options
"""The tables of keep.db, which is attached as `keep`: what cannot be rebuilt from the mailbox.

Letters are named by Message-ID and people by address: these outlive a rebuild of otklik.db, ids do not. Here
stands what the user has set; the others are in keep_people, keep_letters, keep_tracking, keep_learning and
keep_waits.
"""

from __future__ import annotations

from peewee import CompositeKey, IntegerField, SchemaManager, SqliteDatabase, TextField
from playhouse.sqlite_ext import AutoIncrementField

from desktop_app.store.keep_base import KeepTable
from desktop_app.store.keep_learning import Correction, MailDomain, Rule, ShownLetter, WarmthFit
from desktop_app.store.keep_letters import (
    DraftRow,
    Learned,
    Outbox,
    OutboxCopy,
    Relayed,
    RelayedCopy,
    Seen,
    SentCopy,
    Template,
    TemplateUse,
)
from desktop_app.store.keep_people import (
    Handled,
    Morning,
    Note,
    PhoneByHand,
    Reminder,
    SamePerson,
    Snooze,
    UntilReply,
)
from desktop_app.store.keep_tracking import (
    Consent,
    Device,
    LastOpen,
    PrivacyRule,
    Salt,
    ServerTask,
    Suppressed,
    Tally,
    Token,
    Withdrawn,
)
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
