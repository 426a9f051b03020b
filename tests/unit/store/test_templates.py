import pytest

from desktop_app.domain.model import SECOND, Draft, SignalKind, TokenMeaning, Verdict
from desktop_app.store import outbox, privacy, signals, templates
from desktop_app.store.database import Database
from desktop_app.store.privacy import Count
from desktop_app.store.signals import Judged

NOW = 1_700_000_000 * SECOND


@pytest.fixture
def db(tmp_path):
    made = Database.open(tmp_path, NOW)
    yield made
    made.close()


def sent(db, template, number, kinds=(), tracked=True, state="sent"):
    letter = f"m{number}@linia.ru"
    templates.note_use(db, letter, template)
    entry = outbox.add(db, Draft(1), letter, NOW, NOW)
    outbox.move(db, entry, state)
    if tracked:
        for kind in ("open", "click"):
            url = "https://linia.ru" if kind == "click" else ""
            mark = TokenMeaning(f"{kind}{number}", letter, "a@b.ru", kind, url, sent_at=NOW)
            signals.add_tokens(db, [mark])
    judged = [
        Judged(letter, "a@b.ru", kind, f"{kind}{at}", NOW, verdict)
        for at, (kind, verdict) in enumerate(kinds)
    ]
    signals.rewrite(db, [letter], judged, list(SignalKind))


def test_results_count_letters_once_and_only_people(db):
    offer = templates.save(db, 0, "Offer", "Quote", "<p>Hi</p>", NOW)
    other = templates.save(db, 0, "another", "", "", NOW)
    human, machine = Verdict.HUMAN, Verdict.MACHINE
    sent(db, offer, 1, [(SignalKind.OPEN, human), (SignalKind.REOPEN, human), (SignalKind.CLICK, human)])
    sent(db, offer, 2, [(SignalKind.OPEN, machine), (SignalKind.CLICK, machine)])
    sent(db, offer, 3, [(SignalKind.REPLY, human)], tracked=False)
    sent(db, offer, 4, state="held")
    privacy.count(db, [Count(f"aggregate:{offer}:2023-11", "open", "", True, 1)])
    first, second = templates.all_templates(db.rows)
    assert [first.name, second.name] == ["another", "Offer"]
    assert (second.sent, second.tracked, second.opened) == (3, 2, 1)
    assert (second.linked, second.clicked, second.answered) == (2, 1, 1)
    assert (second.counted_opens, second.counted_clicks) == (1, 0)
    assert (first.id, first.sent) == (other, 0)


def test_a_template_that_was_removed_comes_back_with_its_results(db):
    offer = templates.save(db, 0, "Offer", "Quote", "<p>Hi</p>", NOW)
    sent(db, offer, 1)
    templates.remove(db, offer)
    assert templates.all_templates(db.rows) == []
    assert templates.save(db, offer, "Offer", "Quote", "<p>Hi</p>", NOW) == offer
    assert templates.all_templates(db.rows)[0].sent == 1
    assert templates.save(db, 0, "Next", "", "", NOW) != offer
