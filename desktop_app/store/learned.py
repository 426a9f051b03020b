"""What verdicts have learnt: rules of corrections, facts of mail domains, the user's own devices; in keep.db.

Whatever changes here changes verdicts: judge the letters concerned again (`engine.signals.Desk`).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from desktop_app.domain.devices import OwnDevice
from desktop_app.domain.likeness import LearnedRule, Likeness
from desktop_app.domain.model import Hit, Micros, SignalId, Verdict
from desktop_app.store.database import Database


class Domains(NamedTuple):
    """By domain: who takes its mail in, and the learnt delivery window."""

    gateways: dict[str, str]
    windows: dict[str, Micros]


# ── rules ────────────────────────────────────────────────────────────────────────────────────────


def rules(db: Database) -> dict[Likeness, Verdict]:
    """All that corrections taught."""
    rows = db.rows("SELECT network, family, domain, verdict FROM keep.rule")
    return {Likeness(*row): Verdict(verdict) for *row, verdict in rows}


def add_rule(db: Database, rule: LearnedRule, now: Micros) -> int:
    """Another rule about the same likeness gives way. Returns the rule's number."""
    sql = (
        "INSERT INTO keep.rule (network, family, domain, verdict, created_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (network, family, domain) DO UPDATE SET verdict = excluded.verdict,"
        " created_at = excluded.created_at"
    )
    with db.transaction():
        db.execute(sql, (*rule.likeness, rule.verdict.value, now))
        find = "SELECT id FROM keep.rule WHERE network = ? AND family = ? AND domain = ?"
        return db.number(find, tuple(rule.likeness))


def remove_rule(db: Database, number: int) -> LearnedRule | None:
    """None when it is not there (any more)."""
    with db.transaction():
        row = db.row("SELECT network, family, domain, verdict FROM keep.rule WHERE id = ?", (number,))
        if row is None:
            return None
        db.execute("DELETE FROM keep.rule WHERE id = ?", (number,))
    *likeness, verdict = row
    return LearnedRule(Likeness(*likeness), Verdict(verdict))


def hit_behind(db: Database, signal: SignalId) -> tuple[Hit, str] | None:
    """The first hit of a signal and the recipient; None for what no hit made."""
    sql = (
        "SELECT h.id, h.at, h.kind, h.token, h.agent, h.network, h.flags, s.recipient FROM signal s"
        " JOIN hit h ON h.id = CAST(s.key AS INTEGER)"
        " WHERE s.id = ? AND s.kind IN ('open', 'reopen', 'click', 'forward')"
        " AND s.key NOT GLOB '*[^0-9]*' AND s.key <> ''"
    )
    row = db.row(sql, (signal,))
    if row is None:
        return None
    *plain, flags, recipient = row
    return Hit(*plain, tuple(flags.split())), recipient  # type: ignore[call-arg]


def alike(db: Database, likeness: Likeness) -> list[tuple[SignalId, str, str]]:
    """Signals made by hits from this network for this domain: id, agent of the first hit, verdict."""
    sql = (
        "SELECT s.id, h.agent, s.verdict FROM hit h JOIN keep.token t ON t.token = h.token"
        " JOIN signal s ON s.message_id = t.message_id AND s.recipient = t.recipient"
        " AND s.key = CAST(h.id AS TEXT) AND s.kind <> 'forward'"
        " WHERE h.network = ? AND (? = '' OR t.recipient LIKE '%@' || ?)"
    )
    return [tuple(row) for row in db.rows(sql, (likeness.network, likeness.domain, likeness.domain))]


# ── mail domains ─────────────────────────────────────────────────────────────────────────────────


def domains(db: Database) -> Domains:
    """What is known of all of them."""
    rows = db.rows("SELECT domain, gateway, window FROM keep.mail_domain")
    return Domains(
        {domain: gateway for domain, gateway, _ in rows if gateway},
        {domain: window for domain, _, window in rows if window is not None},
    )


def domains_to_look_up(db: Database, before: Micros, limit: int) -> list[str]:
    """Domains written to with a picture and not looked up since, the newest letter's first."""
    sql = (
        "SELECT substr(t.recipient, instr(t.recipient, '@') + 1) AS name FROM keep.token t"
        " LEFT JOIN keep.mail_domain d ON d.domain = substr(t.recipient, instr(t.recipient, '@') + 1)"
        " WHERE t.kind = 'open' AND instr(t.recipient, '@') > 0 AND coalesce(d.looked_up_at, 0) < ?"
        " GROUP BY name ORDER BY max(t.sent_at) DESC LIMIT ?"
    )
    return [name for (name,) in db.rows(sql, (before, limit))]


def domains_hit(db: Database, after: int) -> set[str]:
    """Domains to which letters went whose pictures were loaded by hits after this one."""
    sql = (
        "SELECT DISTINCT substr(t.recipient, instr(t.recipient, '@') + 1) FROM hit h"
        " JOIN keep.token t ON t.token = h.token"
        " WHERE h.id > ? AND h.kind = 'open' AND instr(t.recipient, '@') > 0"
    )
    return {domain for (domain,) in db.rows(sql, (after,))}


def set_gateway(db: Database, domain: str, gateway: str, now: Micros) -> bool:
    """Whether that is news. `looked_up_at` says when to ask again."""
    before = db.row("SELECT gateway FROM keep.mail_domain WHERE domain = ?", (domain,))
    sql = (
        "INSERT INTO keep.mail_domain (domain, gateway, looked_up_at) VALUES (?, ?, ?)"
        " ON CONFLICT (domain) DO UPDATE SET gateway = excluded.gateway, looked_up_at = excluded.looked_up_at"
    )
    with db.transaction():
        db.execute(sql, (domain, gateway, now))
    return gateway != (before[0] if before else "")


def set_window(db: Database, domain: str, window: Micros | None) -> bool:
    """Whether that is news; None = the usual one."""
    before = db.row("SELECT window FROM keep.mail_domain WHERE domain = ?", (domain,))
    if (before[0] if before else None) == window:
        return False
    sql = (
        "INSERT INTO keep.mail_domain (domain, gateway, looked_up_at, window) VALUES (?, '', 0, ?)"
        " ON CONFLICT (domain) DO UPDATE SET window = excluded.window"
    )
    with db.transaction():
        db.execute(sql, (domain, window))
    return True


def loads_after_sending(
    db: Database, wanted: Collection[str], since: Micros
) -> list[tuple[str, str, str, Micros]]:
    """Loads of pictures: domain, token of the letter's copy, agent, how long after sending; soonest first."""
    sql = (
        "SELECT substr(t.recipient, instr(t.recipient, '@') + 1), t.token, h.agent, h.at - t.sent_at"
        " FROM keep.token t JOIN hit h ON h.token = t.token"
        " WHERE t.kind = 'open' AND t.sent_at > ?"
        " AND substr(t.recipient, instr(t.recipient, '@') + 1) IN (SELECT value FROM json_each(?))"
        " ORDER BY h.at - t.sent_at"
    )
    return [tuple(row) for row in db.rows(sql, (since, json.dumps(list(wanted))))]


# ── own devices ──────────────────────────────────────────────────────────────────────────────────


def add_device(db: Database, token: str, name: str, now: Micros) -> None:
    """It is known once its link was opened on it."""
    with db.transaction():
        db.execute(
            "INSERT INTO keep.device (token, name, network, agent, created_at) VALUES (?, ?, '', '', ?)",
            (token, name, now),
        )


def remove_device(db: Database, token: str) -> str | None:
    """The network it was seen in; None when there is no such device."""
    with db.transaction():
        row = db.row("SELECT network FROM keep.device WHERE token = ?", (token,))
        db.execute("DELETE FROM keep.device WHERE token = ?", (token,))
    return None if row is None else str(row[0])


def devices(db: Database) -> list[OwnDevice]:
    """Those that have been seen."""
    return [OwnDevice(*row) for row in db.rows("SELECT network, agent FROM keep.device WHERE network <> ''")]


def device_tokens(db: Database) -> set[str]:
    """Tokens that stand for a device, not for a letter."""
    return {token for (token,) in db.rows("SELECT token FROM keep.device")}


def see_devices(db: Database, hits: Iterable[Hit]) -> set[str]:
    """The links of these devices were opened. Returns networks for which verdicts may change."""
    changed: set[str] = set()
    with db.transaction():
        for hit in hits:
            before = db.row("SELECT network, agent FROM keep.device WHERE token = ?", (hit.token,))
            if before is None or not hit.network or "head" in hit.flags:
                continue
            db.execute(
                "UPDATE keep.device SET network = ?, agent = ?, seen_at = ? WHERE token = ?",
                (hit.network, hit.agent, hit.at, hit.token),
            )
            if before != (hit.network, hit.agent):
                changed |= {hit.network, before[0]} - {""}
    return changed


# ── what the letters tell ────────────────────────────────────────────────────────────────────────


def readings(
    db: Database, message_ids: Collection[str], longest: Micros
) -> Mapping[str, list[tuple[Micros, Micros]]]:
    """When letters that came back about these were marked as read here, where that is known to `longest`.

    A letter that nothing came back about is missing.
    """
    sql = (
        "SELECT wanted.value, b.seen_low, b.seen_high FROM json_each(?) wanted"
        " CROSS JOIN keep.account a"
        " CROSS JOIN reference r ON r.account = a.id AND r.message_id = wanted.value"
        " JOIN letter l ON l.id = r.letter"
        " JOIN letter b ON b.conversation = l.conversation AND b.direction = 'in'"
        " AND b.arrived_at >= l.arrived_at"
    )
    found: dict[str, list[tuple[Micros, Micros]]] = {}
    for message_id, low, high in db.rows(sql, (json.dumps(list(message_ids)),)):
        intervals = found.setdefault(message_id, [])
        if low is not None and high is not None and high - low <= longest:
            intervals.append((low, high))
    return found
