"""What the window reads of waits that went over to colleagues. A part of `Reader`."""

from __future__ import annotations

import json
from collections.abc import Sequence

import apsw

from desktop_app.domain.codes import DAY, ContactId, LetterId
from desktop_app.store.rows import HandedRow, SaidRow

LOOKED_BACK = 180 * DAY
MOST = 12


class HandoverReader:
    """For `Reader`, which opens the connection."""

    _connection: apsw.Connection

    def colleagues(self, letters: Sequence[LetterId]) -> list[tuple[str, str]]:
        """To whom the waits of these letters may go: (address or name, name or ""), the likeliest first.

        Whoever was chosen before, who got such letters forwarded, who writes from these mailboxes, the other
        mailboxes of this computer, and who tells the team.
        """
        rows = self._connection.execute(_COLLEAGUES, (json.dumps(letters), LOOKED_BACK, MOST))
        return [(str(to), str(name)) for to, name in rows]

    def handed(self, contact: ContactId) -> HandedRow | None:
        """The latest wait of a client that a colleague has; none once anybody has written to the client."""
        where = (
            "WHERE w.handed_at IS NOT NULL AND w.contact = ? AND w.answered_at IS NULL AND NOT EXISTS"
            " (SELECT 1 FROM recipient r WHERE r.contact = w.contact AND r.at > w.handed_at AND r.human = 1)"
        )
        row = self._connection.execute(f"{_HANDED} {where} ORDER BY w.handed_at DESC LIMIT 1", (contact,))
        found = row.fetchone()
        return None if found is None else HandedRow(*found)

    def handed_letter(self, letter: LetterId) -> HandedRow | None:
        """The wait that begins or ends with this letter, when a colleague has or had it."""
        where = "WHERE w.handed_at IS NOT NULL AND ? IN (w.first_letter, w.last_letter)"
        found = self._connection.execute(f"{_HANDED} {where}", (letter,)).fetchone()
        return None if found is None else HandedRow(*found)

    def assigned(self, letters: Sequence[LetterId]) -> dict[LetterId, SaidRow]:
        """What the user said of the waits that hold these letters; silent where he said nothing."""
        rows = self._connection.execute(_ASSIGNED, (json.dumps(letters),))
        return {LetterId(letter): SaidRow(to, at) for letter, to, at in rows}


_HANDED = "SELECT w.first_letter, w.handed_to, w.handed_at, w.arrived_at, w.answered_at FROM wait w"
_ASSIGNED = """
SELECT this.id, a."to", a.at FROM json_each(?) wanted
JOIN letter this ON this.id = wanted.value
JOIN letter one ON one.conversation = this.conversation
JOIN keep.assigned a ON a.message_id = one.message_id
JOIN wait w ON w.first_letter = one.id AND this.arrived_at >= w.arrived_at
ORDER BY a.at
"""
# `mine`: the mailboxes the letters lie in. What was said last comes first, then who writes most.
_COLLEAGUES = """
WITH mine AS (SELECT DISTINCT l.account FROM json_each(?1) wanted JOIN letter l ON l.id = wanted.value),
own AS (SELECT settings FROM keep.account WHERE id IN (SELECT account FROM mine)),
address AS (SELECT settings ->> 'address' AS mine FROM own UNION SELECT settings ->> 'name' FROM own
    WHERE settings ->> 'name' IS NOT NULL),
found AS (
    SELECT "to" AS who, '' AS name, 2e9 + max(at) / 1e9 AS weight FROM keep.assigned
        WHERE "to" <> '' GROUP BY "to"
    UNION ALL
    SELECT responder, max(sender_name), count(*) FROM letter
        WHERE direction = 'out' AND arrived_at > (SELECT max(arrived_at) FROM letter) - ?2
            AND account IN (SELECT account FROM mine) AND responder <> '' GROUP BY responder
    UNION ALL
    SELECT settings ->> 'address', coalesce(settings ->> 'name', ''), 1e9 FROM keep.account
    UNION ALL
    SELECT handed_to, '', count(*) FROM wait WHERE handed_at IS NOT NULL GROUP BY handed_to
    UNION ALL
    SELECT name, '', 0 FROM team_member WHERE left_team = 0
)
SELECT who, max(name) FROM found WHERE who NOT IN (SELECT mine FROM address)
GROUP BY who ORDER BY max(weight) DESC, who LIMIT ?3
"""
