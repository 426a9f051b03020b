"""Reads the human clicks of clients, each with our next letter to that person."""

from __future__ import annotations

import apsw

from desktop_app.domain.signal_actions import Acted, SignalActions, signal_actions

# The next letter is found by the index recipient_contact (contact, at): one look-up for each click.
_CLICKS = """
SELECT s.contact, s.letter, s.at, n.letter, n.at, l.account, l.channel, coalesce(d.company <> '', 0),
    l.conversation
FROM signal s JOIN letter l ON l.id = s.letter
LEFT JOIN recipient n ON n.contact = s.contact AND n.human AND (n.at, n.letter) = (
    SELECT r.at, r.letter FROM recipient r WHERE r.contact = s.contact AND r.at > s.at AND r.human
    ORDER BY r.at, r.letter LIMIT 1)
LEFT JOIN lead d ON d.contact = s.contact
WHERE s.kind = 'click' AND s.verdict = 'human' AND s.contact IS NOT NULL
"""


def read(connection: apsw.Connection) -> SignalActions:
    """All of them. Raises apsw's errors as the reader does."""
    rows = connection.execute(_CLICKS)
    return signal_actions(
        Acted(contact, letter, at, after, after_at, account, channel, bool(company), conversation)
        for contact, letter, at, after, after_at, account, channel, company, conversation in rows
    )
