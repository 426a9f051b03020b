"""Many letters scored at once: to the last bit what the one-by-one score says."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.evidence import Away, Evidence
from desktop_app.domain.model import DAY, HOUR, MINUTE, ContactId, LetterId, SignalKind, Verdict
from desktop_app.domain.warmth import SHIPPED, SHIPPED_BASE, History, OpenLetter, Rate, Weights, score
from desktop_app.domain.warmth_columns import columns, rows, warmest, warmths

NOW = 20_000 * DAY + 12345
COUNTS = st.integers(0, 50)
RATES = st.builds(lambda answered, more: Rate(answered, answered + more), COUNTS, COUNTS)
AGES = st.integers(-HOUR, 15 * DAY)
SIGNALS = st.builds(
    Evidence,
    kind=st.sampled_from(SignalKind),
    at=AGES.map(lambda age: NOW - age),
    verdict=st.sampled_from((Verdict.HUMAN, Verdict.HUMAN, Verdict.MACHINE)),
    letter=st.none() | st.integers(1, 4).map(LetterId),
    link=st.sampled_from(("Prices", "About us", "")),
    trust=st.sampled_from((1.0, 0.6, 0.3, 0.0)),
)
LETTERS = st.lists(
    st.builds(
        OpenLetter,
        letter=st.integers(1, 4).map(LetterId),
        sent_at=AGES.map(lambda age: NOW - age),
        recipients=st.integers(0, 400),
        answers_him=st.booleans(),
    ),
    max_size=3,
    unique_by=lambda one: one.letter,
)
PEOPLE = st.lists(
    st.tuples(
        LETTERS,
        st.lists(SIGNALS, max_size=5),
        st.builds(
            History,
            pair=RATES,
            recipient=RATES,
            company=RATES,
            last_activity=st.none() | st.integers(-HOUR, 2000 * DAY).map(lambda age: NOW - age),
            letters_7d=COUNTS,
        ),
        st.none() | st.builds(Away, st.integers(NOW - 9 * DAY, NOW), st.integers(NOW - DAY, NOW + DAY)),
    ),
    max_size=6,
)
OWN = Weights(-4.0, tuple(value * 1.1 for value in SHIPPED.history), (0.7, 1.1, 0.3, -0.2, -2.0), 7)


@given(PEOPLE, RATES, st.sampled_from((SHIPPED, OWN)))
def test_every_contact_is_as_warm_as_when_scored_alone(people, user, weights):
    found = {
        ContactId(number): score(letters, signals, replace(history, user=user), 0.03, NOW, away, weights)
        for number, (letters, signals, history, away) in enumerate(people, 1)
    }
    expected = {
        contact: (one.letter, one.p, one.warmth) for contact, one in found.items() if one is not None
    }
    together = columns(
        row
        for number, (letters, signals, history, away) in enumerate(people, 1)
        for row in rows(ContactId(number), letters, signals, history, away, NOW)
    )
    best = warmest(together, user, NOW, weights)
    told = zip(best.letters.tolist(), best.p.tolist(), warmths(best.p, 0.03).tolist(), strict=True)
    assert dict(zip(best.contacts.tolist(), told, strict=True)) == expected


def test_minutes_later_the_same_rows_say_what_a_new_score_says():
    letter = OpenLetter(LetterId(1), NOW - 30 * HOUR, 2, answers_him=True)
    click = Evidence(SignalKind.CLICK, NOW - HOUR, Verdict.HUMAN, LetterId(1), "Prices")
    history = History(Rate(3, 9), Rate(4, 11), Rate(5, 20), Rate(100, 900), NOW - 40 * HOUR, 2)
    together = columns(rows(ContactId(1), [letter], [click], history, None, NOW))
    for minute in range(0, 5000, 7):
        later = NOW + minute * MINUTE
        expected = score([letter], [click], history, SHIPPED_BASE, later)
        best = warmest(together, history.user, later)
        assert best.p.tolist() == [expected.p]
        assert warmths(best.p, SHIPPED_BASE).tolist() == [expected.warmth]


def test_without_letters_nobody_is_warm():
    assert warmest(columns([]), Rate(), NOW).contacts.size == 0
