"""From an older file to today's tables: functions that are only ever appended, after a copy was made.

A new file is made by `store.tables` as it is today and stamped with the newest version; version n + 1 of an
older file is made by the n-th function here. A function is never edited after a release.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import apsw
from peewee import SqliteDatabase

from desktop_app.domain.errors import DatabaseTooNew
from desktop_app.store.files import KEEP_VERSION, MAIN_VERSION
from desktop_app.store.table import raw

Migration = Callable[[SqliteDatabase], None]

_RELAY = """
CREATE TABLE keep."relayed" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "account" INTEGER NOT NULL,
"message_id" TEXT NOT NULL, "digest" TEXT NOT NULL, "sender" TEXT NOT NULL, "smtputf8" INTEGER NOT NULL,
"mime" BLOB NOT NULL, "created_at" INTEGER NOT NULL) STRICT;
CREATE INDEX keep."relayed_account_message_id" ON "relayed" ("account", "message_id");
CREATE TABLE keep."relayed_copy" ("relayed" INTEGER NOT NULL, "recipient" TEXT NOT NULL,
"state" TEXT NOT NULL, "detail" TEXT NOT NULL, "next_at" INTEGER NOT NULL,
PRIMARY KEY ("relayed", "recipient")) STRICT, WITHOUT ROWID;
CREATE INDEX keep."relayed_copy_state_next_at" ON "relayed_copy" ("state", "next_at");
CREATE TABLE keep."withdrawn" ("address" TEXT NOT NULL PRIMARY KEY, "at" INTEGER NOT NULL,
"pending" INTEGER NOT NULL) STRICT, WITHOUT ROWID;
"""

_COVERING = """
DROP INDEX "letter_report";
CREATE INDEX "letter_report" ON "letter" ("arrived_at")
WHERE ((("kind" = 'bounce') OR ("kind" = 'receipt')) OR ("kind" = 'away'));
DROP INDEX "lead_awaiting";
CREATE INDEX "lead_answer" ON "lead" ("waiting_since", "last_letter_at", "last_signal_at", "action_rank",
"channel", "name_key", "warmth") WHERE ("waiting_since" IS NOT NULL);
CREATE INDEX "lead_scored" ON "lead" ("warmth", "last_letter_at", "last_signal_at", "action_rank", "channel",
"name_key", "waiting_since") WHERE ("warmth" IS NOT NULL);
CREATE INDEX "lead_awaiting" ON "lead" ("last_letter_at", "last_signal_at", "action_rank", "channel",
"name_key", "warmth", "waiting_since") WHERE ("awaiting" = 1);
"""

_PRIVACY = """
CREATE TABLE keep."privacy_rule" ("subject" TEXT NOT NULL PRIMARY KEY, "mode" TEXT NOT NULL,
"at" INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE keep."consent" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "address" TEXT NOT NULL,
"at" INTEGER NOT NULL, "given" INTEGER NOT NULL, "how" TEXT NOT NULL, "wording" TEXT NOT NULL,
"message_id" TEXT NOT NULL) STRICT;
CREATE INDEX keep."consent_address_at" ON "consent" ("address", "at");
CREATE TABLE keep."suppressed" ("digest" BLOB NOT NULL PRIMARY KEY, "at" INTEGER NOT NULL)
STRICT, WITHOUT ROWID;
CREATE TABLE keep."salt" ("name" TEXT NOT NULL PRIMARY KEY, "value" BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE keep."last_open" ("address" TEXT NOT NULL PRIMARY KEY, "day" INTEGER NOT NULL)
STRICT, WITHOUT ROWID;
CREATE TABLE keep."tally" ("bundle" TEXT NOT NULL, "kind" TEXT NOT NULL, "url" TEXT NOT NULL,
"people" INTEGER NOT NULL, "others" INTEGER NOT NULL, "last_hit" INTEGER NOT NULL,
PRIMARY KEY ("bundle", "kind", "url")) STRICT, WITHOUT ROWID;
CREATE TABLE keep."server_task" ("token" TEXT NOT NULL PRIMARY KEY, "task" TEXT NOT NULL)
STRICT, WITHOUT ROWID;
CREATE TABLE keep."template" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "name" TEXT NOT NULL,
"subject" TEXT NOT NULL, "html" TEXT NOT NULL, "changed_at" INTEGER NOT NULL) STRICT;
CREATE TABLE keep."template_use" ("message_id" TEXT NOT NULL PRIMARY KEY, "template" INTEGER NOT NULL)
STRICT, WITHOUT ROWID;
"""

_FOLDER_CHOICE = """
CREATE TABLE keep."folder_choice" ("account" INTEGER NOT NULL, "remote_id" TEXT NOT NULL,
"wanted" INTEGER, "is_sent" INTEGER NOT NULL, PRIMARY KEY ("account", "remote_id")) STRICT, WITHOUT ROWID;
"""

_WANTED = """
ALTER TABLE "folder" ADD COLUMN "wanted" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "folder" ADD COLUMN "error_params" TEXT NOT NULL DEFAULT '{}';
"""

_PEOPLE_BY_HAND = """
CREATE TABLE keep."until_reply" ("address" TEXT NOT NULL PRIMARY KEY, "since" INTEGER NOT NULL)
STRICT, WITHOUT ROWID;
CREATE TABLE keep."handled" ("address" TEXT NOT NULL PRIMARY KEY, "at" INTEGER NOT NULL)
STRICT, WITHOUT ROWID;
CREATE TABLE keep."phone_by_hand" ("address" TEXT NOT NULL PRIMARY KEY, "number" TEXT NOT NULL,
"shown" TEXT NOT NULL, "extension" TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE keep."same_person" ("address" TEXT NOT NULL PRIMARY KEY, "person" TEXT NOT NULL)
STRICT, WITHOUT ROWID;
CREATE INDEX keep."same_person_person" ON "same_person" ("person");
"""

_PEOPLE = """
CREATE TABLE "contact_account" ("account" INTEGER NOT NULL, "contact" INTEGER NOT NULL,
PRIMARY KEY ("account", "contact")) STRICT, WITHOUT ROWID;
CREATE TABLE "phone" ("contact" INTEGER NOT NULL, "number" TEXT NOT NULL, "shown" TEXT NOT NULL,
"extension" TEXT NOT NULL, "position" INTEGER NOT NULL, "letter" INTEGER NOT NULL,
PRIMARY KEY ("contact", "number")) STRICT, WITHOUT ROWID;
CREATE TABLE "phone_read" ("contact" INTEGER NOT NULL PRIMARY KEY, "letter" INTEGER NOT NULL) STRICT;
CREATE TABLE "moved" ("side" TEXT NOT NULL, "letter" INTEGER NOT NULL, "was" INTEGER NOT NULL,
"now" INTEGER NOT NULL, PRIMARY KEY ("was", "side", "letter")) STRICT, WITHOUT ROWID;
ALTER TABLE "lead" ADD COLUMN "declined" TEXT;
INSERT OR IGNORE INTO "contact_account" ("account", "contact")
SELECT DISTINCT "account", "contact" FROM "letter" WHERE "contact" IS NOT NULL
UNION SELECT DISTINCT "account", "contact" FROM "recipient";
"""

_LEARNED = """
CREATE INDEX keep."token_recipient" ON "token" ("recipient", "kind");
CREATE TABLE keep."rule" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "network" TEXT NOT NULL,
"family" TEXT NOT NULL, "domain" TEXT NOT NULL, "verdict" TEXT NOT NULL,
"created_at" INTEGER NOT NULL) STRICT;
CREATE UNIQUE INDEX keep."rule_network_family_domain" ON "rule" ("network", "family", "domain");
CREATE TABLE keep."mail_domain" ("domain" TEXT NOT NULL PRIMARY KEY, "gateway" TEXT NOT NULL,
"looked_up_at" INTEGER NOT NULL, "window" INTEGER) STRICT, WITHOUT ROWID;
CREATE TABLE keep."device" ("token" TEXT NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "network" TEXT NOT NULL,
"agent" TEXT NOT NULL, "created_at" INTEGER NOT NULL, "seen_at" INTEGER) STRICT, WITHOUT ROWID;
"""


_REMINDERS = """
CREATE TABLE keep."reminder" ("address" TEXT NOT NULL PRIMARY KEY, "since" INTEGER NOT NULL,
"due" INTEGER NOT NULL, "message_id" TEXT NOT NULL, "told" INTEGER NOT NULL) STRICT, WITHOUT ROWID;
ALTER TABLE keep."outbox" ADD COLUMN "send_at" INTEGER;
"""

_SHOWN = """
CREATE TABLE keep."shown" ("day" INTEGER NOT NULL, "person" BLOB NOT NULL, "message_id" TEXT NOT NULL,
"at" INTEGER NOT NULL, "sent_at" INTEGER NOT NULL, "rank" INTEGER NOT NULL, "listed" INTEGER NOT NULL,
"p" REAL NOT NULL, "signals" REAL NOT NULL, "features" TEXT NOT NULL, "version" INTEGER NOT NULL,
"replayed" INTEGER NOT NULL, "settled" INTEGER NOT NULL, "acted" INTEGER NOT NULL, "answered_at" INTEGER,
PRIMARY KEY ("day", "person")) STRICT, WITHOUT ROWID;
CREATE TABLE keep."warmth_fit" ("version" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
"made_at" INTEGER NOT NULL, "weights" TEXT NOT NULL, "conversations" INTEGER NOT NULL,
"answered" INTEGER NOT NULL, "own" REAL NOT NULL, "shipped" REAL NOT NULL,
"used" INTEGER NOT NULL) STRICT;
"""

_SENT_COPY = """
CREATE TABLE keep."sent_copy" ("account" INTEGER NOT NULL, "message_id" TEXT NOT NULL, "mime" BLOB NOT NULL,
"file" INTEGER NOT NULL, "created_at" INTEGER NOT NULL, "looks" INTEGER NOT NULL, "next_at" INTEGER,
PRIMARY KEY ("account", "message_id")) STRICT;
CREATE INDEX keep."sent_copy_next_at" ON "sent_copy" ("next_at");
"""


_TEAM_TOLD = """
CREATE TABLE keep."team_sent" ("account" INTEGER NOT NULL, "message_id" TEXT NOT NULL, "id" TEXT NOT NULL,
"version" INTEGER NOT NULL, "sent" TEXT NOT NULL, PRIMARY KEY ("account", "message_id"))
STRICT, WITHOUT ROWID;
CREATE TABLE keep."team_state" ("name" TEXT NOT NULL PRIMARY KEY, "value" TEXT NOT NULL)
STRICT, WITHOUT ROWID;
CREATE TABLE keep."team_trust" ("public_key" TEXT NOT NULL PRIMARY KEY, "name" TEXT NOT NULL)
STRICT, WITHOUT ROWID;
"""
_THANKS = """
CREATE TABLE keep."thanks" ("message_id" TEXT NOT NULL PRIMARY KEY, "needs_answer" INTEGER NOT NULL)
STRICT, WITHOUT ROWID;
"""

_ASSIGNED = """
CREATE TABLE keep."assigned" ("message_id" TEXT NOT NULL PRIMARY KEY, "at" INTEGER NOT NULL,
"to" TEXT NOT NULL, "by" TEXT NOT NULL, "account" INTEGER NOT NULL) STRICT, WITHOUT ROWID;
"""

_HANDED = """
ALTER TABLE "wait" ADD COLUMN "handed_at" INTEGER;
ALTER TABLE "wait" ADD COLUMN "handed_to" TEXT NOT NULL DEFAULT '';
ALTER TABLE "wait" ADD COLUMN "held_by" INTEGER NOT NULL DEFAULT 0;
CREATE INDEX "wait_handed" ON "wait" ("handed_at") WHERE ("handed_at" IS NOT NULL);
CREATE INDEX "letter_inside" ON "letter" ("arrived_at")
WHERE (("direction" = 'in') AND ("excluded" = 'internal'));
"""

_ANNOUNCED = """
CREATE TABLE keep."announced" ("key" TEXT NOT NULL PRIMARY KEY, "at" INTEGER NOT NULL) STRICT, WITHOUT ROWID;
"""

_MORNING = """
CREATE TABLE keep."morning" ("address" TEXT NOT NULL PRIMARY KEY, "day" INTEGER NOT NULL,
"place" INTEGER NOT NULL, "kind" TEXT NOT NULL, "started_at" INTEGER NOT NULL) STRICT, WITHOUT ROWID;
"""

_TEAM = """
CREATE TABLE "team_member" ("person" TEXT NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "hours" TEXT NOT NULL,
"epoch" INTEGER NOT NULL, "told_at" INTEGER NOT NULL, "left_team" INTEGER NOT NULL,
"counter" INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE "team_row" ("person" TEXT NOT NULL, "id" TEXT NOT NULL, "version" INTEGER NOT NULL,
"arrived" INTEGER NOT NULL, "seen_low" INTEGER, "seen_high" INTEGER, "answered" INTEGER,
"flags" INTEGER NOT NULL, PRIMARY KEY ("person", "id")) STRICT, WITHOUT ROWID;
"""

_SMALL_SEARCH = """
DROP TABLE letter_search;
CREATE VIRTUAL TABLE letter_search USING fts5(
    words, content='', contentless_delete=1, tokenize='ascii', detail='none', prefix='3'
);
DELETE FROM state WHERE key = 'indexed';
CREATE INDEX letter_who ON letter (id, contact) WHERE contact IS NOT NULL;
"""
_ANSWERED = """
CREATE TABLE "answered_mark" ("letter" INTEGER NOT NULL PRIMARY KEY, "at" INTEGER NOT NULL) STRICT;
"""


def _keep_2(database: SqliteDatabase) -> None:
    """Letters of other mail programs, and who does not want to be tracked."""
    raw(database).execute(_RELAY)


def _keep_3(database: SqliteDatabase) -> None:
    """Privacy modes, the register of consents, erased people; templates."""
    raw(database).execute(_PRIVACY)


def _keep_4(database: SqliteDatabase) -> None:
    """Which folders the user wants read."""
    raw(database).execute(_FOLDER_CHOICE)


def _keep_6(database: SqliteDatabase) -> None:
    """What corrections, mail domains and own devices teach the verdicts."""
    raw(database).execute(_LEARNED)


def _keep_7(database: SqliteDatabase) -> None:
    """Reminders, and letters that are to go at an instant."""
    raw(database).execute(_REMINDERS)


def _keep_8(database: SqliteDatabase) -> None:
    """Lists as they were scored with what became of them, and the user's own weights of warmth."""
    raw(database).execute(_SHOWN)


def _keep_9(database: SqliteDatabase) -> None:
    """Letters whose place in Sent is still to be looked after."""
    raw(database).execute(_SENT_COPY)


def _main_2(database: SqliteDatabase) -> None:
    """Indexes that cost a new letter less, and give the filters of the leads list their orders at once."""
    raw(database).execute(_COVERING)


def _main_3(database: SqliteDatabase) -> None:
    """Folders that are not read are known too, and what an error was about."""
    raw(database).execute(_WANTED)


def _keep_5(database: SqliteDatabase) -> None:
    """Telephone numbers by hand, one person under several addresses, sleep until a reply, calls done."""
    raw(database).execute(_PEOPLE_BY_HAND)


def _main_4(database: SqliteDatabase) -> None:
    """Accounts of contacts, numbers of signatures, and why no other action is the next one."""
    raw(database).execute(_PEOPLE)


def _keep_10(database: SqliteDatabase) -> None:
    """What the team is told, and whose files are believed."""
    raw(database).execute(_TEAM_TOLD)


def _main_5(database: SqliteDatabase) -> None:
    """The wait rows of colleagues."""
    raw(database).execute(_TEAM)


def _keep_11(database: SqliteDatabase) -> None:
    """Letters that only thank."""
    raw(database).execute(_THANKS)


def _main_6(database: SqliteDatabase) -> None:
    """Waits that went over to a colleague."""
    raw(database).execute(_HANDED)


def _keep_12(database: SqliteDatabase) -> None:
    """To whom somebody has said that a wait goes."""
    raw(database).execute(_ASSIGNED)


def _keep_13(database: SqliteDatabase) -> None:
    """What was announced."""
    raw(database).execute(_ANNOUNCED)


def _keep_14(database: SqliteDatabase) -> None:
    """Where the user stands in the morning queue."""
    raw(database).execute(_MORNING)


def _main_7(database: SqliteDatabase) -> None:
    """When letters were answered, as their mailboxes mark it."""
    raw(database).execute(_ANSWERED)


def _main_8(database: SqliteDatabase) -> None:
    """A smaller index of words, filled anew beside the other work, and who wrote each letter."""
    raw(database).execute(_SMALL_SEARCH)


MAIN_MIGRATIONS: tuple[Migration, ...] = (
    _main_2, _main_3, _main_4, _main_5, _main_6, _main_7, _main_8,
)  # fmt: skip
KEEP_MIGRATIONS: tuple[Migration, ...] = (
    _keep_2, _keep_3, _keep_4, _keep_5, _keep_6, _keep_7, _keep_8, _keep_9, _keep_10,
    _keep_11, _keep_12, _keep_13, _keep_14,
)  # fmt: skip

assert len(MAIN_MIGRATIONS) == MAIN_VERSION - 1
assert len(KEEP_MIGRATIONS) == KEEP_VERSION - 1


def version_of(path: Path) -> int:
    """`user_version` of a file; 0 when it is absent or empty. Raises apsw.NotADBError, CorruptError."""
    if not path.exists() or not path.stat().st_size:
        return 0
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        return int(connection.pragma("user_version"))
    finally:
        connection.close()


def refuse_newer(path: Path, newest: int) -> None:
    """Raises DatabaseTooNew before anything of the file is touched."""
    found = version_of(path)
    if found > newest:
        raise DatabaseTooNew(file=path.name, found=found, known=newest)


def migrate(
    database: SqliteDatabase,
    schema: str,
    path: Path,
    create: Migration,
    steps: Sequence[Migration],
) -> None:
    """Bring the file behind `schema` (main or keep) to version len(steps) + 1; all or nothing."""
    connection = raw(database)
    found = int(connection.pragma("user_version", schema=schema))
    newest = len(steps) + 1
    if found == newest:
        return
    if found:
        copy_aside(path, found)
    with database.atomic():
        for step in (create,) if found == 0 else steps[found - 1 :]:
            step(database)
        connection.pragma("user_version", newest, schema=schema)


def copy_aside(path: Path, version: int) -> Path:
    """A whole copy, readable by the Otklik that wrote it; an unfinished one never carries the final name.

    It takes the place of older ones: each is as big as the mailbox's letters are many.
    """
    target = path.with_name(f"{path.name}.before-{version + 1}")
    unfinished = target.with_suffix(target.suffix + ".part")
    copy_database(path, unfinished)
    unfinished.replace(target)
    for old in path.parent.glob(f"{path.name}.before-*"):
        if old != target:
            old.unlink()
    return target


def copy_database(source: Path, target: Path) -> None:
    """SQLite's own backup: includes what still lies in the write-ahead log."""
    target.unlink(missing_ok=True)
    read = apsw.Connection(str(source), flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        write = apsw.Connection(str(target))
        try:
            with write.backup("main", read, "main") as backup:
                while not backup.done:
                    backup.step(4096)
        finally:
            write.close()
    finally:
        read.close()
