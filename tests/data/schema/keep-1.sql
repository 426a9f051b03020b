-- The tables of version 1, as released. Never edited: tests bring such a file to today's version.
CREATE TABLE "account" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "settings" TEXT NOT NULL) STRICT;
CREATE TABLE "setting" ("key" TEXT NOT NULL PRIMARY KEY, "value" TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE "channel_address" ("address" TEXT NOT NULL PRIMARY KEY, "channel" TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE "token" ("token" TEXT NOT NULL PRIMARY KEY, "message_id" TEXT NOT NULL, "recipient" TEXT NOT NULL, "kind" TEXT NOT NULL, "url" TEXT NOT NULL, "text" TEXT NOT NULL, "links" INTEGER NOT NULL, "sent_at" INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX "token_message" ON "token" ("message_id");
CREATE TABLE "outbox" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "account" INTEGER NOT NULL, "message_id" TEXT NOT NULL, "state" TEXT NOT NULL, "draft" TEXT NOT NULL, "subject" TEXT NOT NULL, "recipients" TEXT NOT NULL, "created_at" INTEGER NOT NULL, "hold_until" INTEGER NOT NULL, "error" TEXT NOT NULL) STRICT;
CREATE INDEX "outbox_state_hold_until" ON "outbox" ("state", "hold_until");
CREATE TABLE "outbox_copy" ("outbox" INTEGER NOT NULL, "recipient" TEXT NOT NULL, "state" TEXT NOT NULL, "detail" TEXT NOT NULL, PRIMARY KEY ("outbox", "recipient")) STRICT, WITHOUT ROWID;
CREATE TABLE "draft" ("key" TEXT NOT NULL PRIMARY KEY, "body" TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE "seen" ("account" INTEGER NOT NULL, "message_id" TEXT NOT NULL, "low" INTEGER, "high" INTEGER NOT NULL, PRIMARY KEY ("account", "message_id")) STRICT, WITHOUT ROWID;
CREATE TABLE "learned" ("message_id" TEXT NOT NULL PRIMARY KEY, "own_id" TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE "correction" ("message_id" TEXT NOT NULL, "recipient" TEXT NOT NULL, "kind" TEXT NOT NULL, "key" TEXT NOT NULL, "verdict" TEXT NOT NULL, PRIMARY KEY ("message_id", "recipient", "kind", "key")) STRICT, WITHOUT ROWID;
CREATE TABLE "note" ("address" TEXT NOT NULL PRIMARY KEY, "text" TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE "snooze" ("address" TEXT NOT NULL PRIMARY KEY, "until" INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE "no_answer" ("message_id" TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
