"""Contacts: one per outside address; the name is the newest one that was not empty."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

from desktop_app.domain.model import ContactId, Micros
from desktop_app.store.database import Database


def ids_of(db: Database, addresses: Collection[str]) -> dict[str, ContactId]:
    """The contacts among lower-case addresses."""
    sql = "SELECT c.address, c.id FROM json_each(?) wanted CROSS JOIN contact c ON c.address = wanted.value"
    return dict(db.rows(sql, (json.dumps(list(addresses)),)))


def addresses_of(db: Database, contacts: Collection[ContactId]) -> dict[ContactId, str]:
    """Their addresses; those who are gone are missing."""
    sql = "SELECT id, address FROM contact WHERE id IN (SELECT value FROM json_each(?))"
    return dict(db.rows(sql, (json.dumps(list(contacts)),)))


def names_of(db: Database, contacts: Collection[ContactId]) -> dict[ContactId, str]:
    """Their names; "" and those who are gone are missing."""
    sql = "SELECT id, name FROM contact WHERE id IN (SELECT value FROM json_each(?)) AND name <> ''"
    return dict(db.rows(sql, (json.dumps(list(contacts)),)))


def put_all(db: Database, people: Mapping[str, tuple[str, Micros]]) -> dict[str, ContactId]:
    """A contact for each address -> (name, when it was used); makes the missing, renames others."""
    with db.transaction():
        known = ids_of(db, people)
        missing = [address for address in people if address not in known]
        for address, number in zip(missing, db.take_ids("contact", len(missing)), strict=True):
            known[address] = ContactId(number)
        # An empty name is as old as can be: any real one replaces it.
        db.executemany(
            "INSERT INTO contact (id, address, name, name_at) VALUES (?, ?, ?, ?)",
            [(known[one], one, people[one][0], people[one][1] if people[one][0] else 0) for one in missing],
        )
        fresh = set(missing)
        db.executemany(
            "UPDATE contact SET name = ?1, name_at = ?2 WHERE id = ?3 AND (name_at, name) < (?2, ?1)",
            [(name, at, known[one]) for one, (name, at) in people.items() if name and one not in fresh],
        )
    return known
