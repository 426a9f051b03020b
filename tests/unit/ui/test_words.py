"""Every code has a sentence, in English and in Russian; none is left in English in the Russian window."""

import ast
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale

from desktop_app.domain import errors
from desktop_app.domain.facts import SyncState
from desktop_app.domain.model import (
    HOUR,
    Action,
    Contribution,
    Excluded,
    Kind,
    LetterId,
    SignalId,
    SignalKind,
    Verdict,
)
from desktop_app.domain.warmth import TERMS
from desktop_app.settings.paths import resources
from desktop_app.store.rows import LeadFilter, SignalRow
from desktop_app.ui import problems, reasons, words
from desktop_app.ui.translation import install, uninstall
from tests.fakes.sample_data import NOW

ROOT = Path(__file__).resolve().parents[3] / "desktop_app"
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
PLACE = re.compile(r"\{[a-z_]+\}|%n")
NAMES = r"otklik|smtp|imap|tls|@|https?:|SHA|Ctrl|Microsoft 365|company\.ru"
SAME_IN_BOTH = re.compile(rf"[^a-z]*|.*({NAMES}).*", re.IGNORECASE)
PARAMS = {
    "hours": 5.0,
    "count": 2,
    "letters": 3,
    "answered": 1,
    "rate": 0.4,
    "active": 1,
    "link": "Цены",
    "links": 1,
    "at": NOW - HOUR,
    "since": NOW - HOUR,
    "until": NOW + HOUR,
    "opened_at": NOW - HOUR,
    "sent_at": NOW - HOUR,
    "kind": "click",
    "host": "mail.example",
    "port": 993,
    "after_s": 3,
    "text": "НЕТ",
    "field": "port",
}


@pytest.fixture(params=["en", "ru"])
def language(request, qapp) -> Iterator[str]:
    before = QLocale()
    loaded = install(qapp, resources() / "i18n", request.param)
    yield request.param
    uninstall(qapp, loaded)
    QLocale.setDefault(before)


def written_in(text: str, language: str) -> bool:
    return bool(text) and "{" not in text and bool(CYRILLIC.search(text)) == (language == "ru")


def called_with(path: str, function: str, position: int) -> set[str]:
    """Text literals given to a function in the source of the domain: its codes."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    found = set()
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == function:
            found |= {text for argument in call.args[position : position + 1] for text in literals(argument)}
    return found


def literals(tree: ast.AST) -> set[str]:
    constants = (one.value for one in ast.walk(tree) if isinstance(one, ast.Constant))
    return {one for one in constants if isinstance(one, str)}


def test_every_enumeration_has_words_for_all_its_members(language):
    texts = [
        *(words.signal(one, "") for one in SignalKind),
        *(words.action(one) for one in Action if one is not Action.NONE),
        *(words.verdict(one) for one in Verdict),
        *(words.kind(one) for one in Kind),
        *(words.excluded(one) for one in Excluded),
        *(words.lead_filter(one) for one in LeadFilter),
        *(words.warmth_name(one) for one in (None, 0, 20, 35, 50, 100)),
    ]
    assert [text for text in texts if not written_in(text, language)] == []


def test_every_icon_of_a_code_is_there():
    names = [words.signal_icon(one) for one in SignalKind]
    missing = [one for one in names if not (resources() / "icons" / f"{one}.svg").is_file()]
    assert missing == []


def test_every_reason_of_an_action_has_a_sentence(language):
    codes = called_with("domain/actions.py", "Next", 1)
    assert len(codes) >= 9
    for code in codes - {"nothing_open"}:
        text = reasons.reason_sentence(code, {**PARAMS, "link": ""}, NOW)
        assert written_in(text, language), code
        assert text.endswith("."), code


def test_every_term_of_the_warmth_has_a_sentence(language):
    codes = (
        {code for code, _ in TERMS}
        | called_with("domain/evidence.py", "Contribution", 0)
        | called_with("domain/evidence.py", "Strength", 0)
        | called_with("domain/evidence.py", "_once", 0)
    ) - {"not_counted"}
    assert len(codes) >= 12
    texts = {code: reasons.contribution(Contribution(code, 1.0, {**PARAMS, "link": ""})) for code in codes}
    assert [code for code, text in texts.items() if not written_in(text, language)] == []


def test_hours_of_an_absence_are_said_to_be_left_out(language):
    plain, told = (
        reasons.contribution(Contribution("letter_age", 1.0, {"hours": 4.0, **more}))
        for more in ({}, {"away": 20.0})
    )
    assert plain in told
    assert len(told) > len(plain) + 10


def verdict_codes() -> set[str]:
    """Every word in domain.verdicts that looks like a reason."""
    tree = ast.parse((ROOT / "domain/verdicts.py").read_text("utf-8"))
    holders = (ast.Tuple, ast.Yield, ast.Return, ast.Assign)
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, holders):
            found |= literals(node)
    flags = {"head", "mangled", "apple_relay", "microsoft", "google", "click", "open"}
    return {one for one in found if re.fullmatch("[a-z]+(_[a-z]+)*", one)} - flags


def test_every_reason_of_a_verdict_has_words(language):
    codes = verdict_codes()
    assert {"mail_proxy", "burst", "own_network", "human_followed"} <= codes
    assert [one for one in codes if not written_in(reasons.verdict_reason(one), language)] == []


def all_errors(kind: type[errors.AppError] = errors.AppError) -> list[type[errors.AppError]]:
    return [kind, *(one for child in kind.__subclasses__() for one in all_errors(child))]


def test_every_error_is_one_sentence_that_ends(language):
    kinds = [one for one in all_errors() if one.__module__ == errors.__name__]
    assert len(kinds) >= 19
    for kind in kinds:
        text = problems.sentence(kind(**{key: value for key, value in PARAMS.items() if key != "kind"}))
        assert written_in(text.replace("НЕТ", "" if language == "en" else "нет"), language), kind.code


@pytest.mark.parametrize("reason", ["unknown_host", "refused", "timeout", "cut", "unreachable"])
def test_every_way_to_be_offline_names_the_host(language, reason):
    text = problems.sentence(errors.Offline(host="mail.example", port=993, reason=reason))
    assert "mail.example" in text
    assert written_in(text, language)


def test_an_unknown_code_and_a_missing_parameter_are_shown_not_raised(language):
    assert "new_code" in problems.sentence_of("new_code", {})
    assert "?" in problems.sentence_of("server_error", {})
    assert reasons.reason_sentence("new_code", {}, NOW) == "new_code"
    assert reasons.verdict_reason("new_code") == "new_code"


@pytest.mark.parametrize("state", ["connecting", "syncing", "live", "waiting", "stopped"])
def test_every_state_of_an_account_has_words(language, state):
    assert written_in(problems.sync_state(SyncState(1, state)), language)


def test_progress_is_counted_in_the_way_of_the_country(language):
    text = problems.sync_state(SyncState(1, "syncing", 1204, 20000))
    separator = "," if language == "en" else "\u00a0"
    assert f"1{separator}204" in text


def test_numbers_follow_the_country(language):
    assert words.multiplier(1.41) == ("×4.1" if language == "en" else "×4,1")
    assert words.multiplier(0.0) == "×1"
    assert words.percent(0.624) == "62 %"


@pytest.mark.parametrize(
    ("count", "english", "russian"),
    [
        (1, "1 click", "1 клик"),
        (2, "2 clicks", "2 клика"),
        (5, "5 clicks", "5 кликов"),
        (21, "21 clicks", "21 клик"),
    ],
)
def test_counts_have_the_plural_of_the_language(language, count, english, russian):
    signal = SignalRow(
        SignalId(1),
        SignalKind.CLICK,
        NOW,
        LetterId(1),
        None,
        "",
        "",
        Verdict.MACHINE,
        Verdict.MACHINE,
        ("burst",),
        "",
        count,
    )
    (line,) = reasons.not_counted_summary([signal])
    assert (english if language == "en" else russian) in line


def messages(language: str) -> list[ET.Element]:
    return list(ET.parse(resources() / "i18n" / f"otklik_{language}.ts").iter("message"))


def test_nothing_is_left_untranslated():
    for language in ("ru", "en"):
        states = {one.findtext("source"): one.find("translation").get("type") for one in messages(language)}
        assert [source for source, state in states.items() if state == "unfinished"] == []


def test_every_russian_text_is_russian_and_keeps_its_places():
    for message in messages("ru"):
        source, translation = message.findtext("source"), message.find("translation")
        forms = [one.text or "" for one in translation.findall("numerusform")] or [translation.text or ""]
        for form in forms:
            assert form, source
            assert CYRILLIC.search(form) or SAME_IN_BOTH.fullmatch(PLACE.sub("", source)), source
            assert set(PLACE.findall(form)) - {"%n"} <= set(PLACE.findall(source)), source
        if len(forms) == 1:
            assert sorted(PLACE.findall(forms[0])) == sorted(PLACE.findall(source)), source


def test_every_text_in_the_source_is_in_the_translation_files():
    known = {one.findtext("source") for one in messages("ru")}
    used = set()
    for file in sorted((ROOT / "ui").rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "tr" and call.args:
                assert isinstance(call.args[0], ast.Constant), f"{file.name}:{call.lineno}: no literal"
                used.add(call.args[0].value)
    assert used - known == set()
    assert known - used == set()


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("5.1.1", "No such mailbox (5.1.1)"),
        ("5.2.99", "The mailbox takes nothing (5.2.99)"),
        ("5.9.9", "Not delivered (5.9.9)"),
        ("", "The mail server reported it"),
    ],
)
def test_why_a_letter_came_back(status: str, said: str) -> None:
    signal = signal_row(SignalKind.BOUNCE, ("bounce", status) if status else ("bounce",))
    assert reasons.bounce(signal) == said


def test_what_only_machines_can_tell_is_not_called_uncounted() -> None:
    rows = [signal_row(SignalKind.BOUNCE, ("bounce",)), signal_row(SignalKind.AWAY, ("away",))]
    assert reasons.not_counted_summary(rows) == []


def signal_row(kind: SignalKind, codes: tuple[str, ...]) -> SignalRow:
    machine = Verdict.MACHINE
    return SignalRow(1, kind, 0, None, None, "Anna", "Price", machine, machine, codes, "", 1)


def test_a_long_name_is_cut_within_a_sentence_and_loses_its_line_breaks():
    assert words.short("Anna\nPetrova") == "Anna Petrova"
    assert words.short("x" * 60) == "x" * 60
    assert words.short("x" * 200) == "x" * 59 + "…"
