import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.errors import InputError
from desktop_app.domain.privacy import (
    Applied,
    Known,
    Mode,
    Policy,
    Why,
    account_subject,
    applied,
    domains,
    in_region,
    mode_of,
    rules_of,
    subject_of,
    tightened,
)

ANNA, PIERRE, ME = "anna@zavod.ru", "pierre@usine.fr", "marina@linia.ru"


def of(address: str, known: Known | None = None, policy: Policy | None = None) -> Applied:
    return applied(address, ME, known or Known(), policy or Policy())


def test_without_any_rule_people_outside_the_eu_are_noticed_and_those_inside_are_not() -> None:
    assert of(ANNA) == Applied(Mode.FULL, Why.DEFAULT)
    assert of(PIERRE) == Applied(Mode.OFF, Why.REGION)


def test_a_recorded_consent_lifts_the_rule_for_the_eu_but_not_the_accounts_own_mode() -> None:
    assert of(PIERRE, Known(agreed={PIERRE})) == Applied(Mode.FULL, Why.CONSENT, PIERRE)
    strict = Known({account_subject(ME): Mode.DATE}, agreed={PIERRE})
    assert of(PIERRE, strict) == Applied(Mode.DATE, Why.CONSENT, PIERRE)


def test_the_contact_wins_over_its_domain_and_the_domain_over_the_account() -> None:
    rules = {account_subject(ME): Mode.OFF, "zavod.ru": Mode.AGGREGATE, ANNA: Mode.DATE}
    assert of(ANNA, Known(rules)) == Applied(Mode.DATE, Why.CONTACT, ANNA)
    assert of("boris@mail.zavod.ru", Known(rules)) == Applied(Mode.AGGREGATE, Why.DOMAIN, "zavod.ru")
    assert of("x@other.ru", Known(rules)) == Applied(Mode.OFF, Why.ACCOUNT, ME)


def test_the_narrower_domain_wins() -> None:
    rules = {"zavod.ru": Mode.OFF, "sales.zavod.ru": Mode.FULL}
    assert of("a@sales.zavod.ru", Known(rules)).subject == "sales.zavod.ru"


def test_an_account_is_no_consent_of_the_person_written_to() -> None:
    assert of(PIERRE, Known({account_subject(ME): Mode.FULL})) == Applied(Mode.OFF, Why.REGION)
    strict = Policy(region=Mode.DATE)
    assert of(PIERRE, Known({account_subject(ME): Mode.OFF}), strict) == Applied(Mode.OFF, Why.ACCOUNT, ME)


def test_what_it_has_set_wins_over_the_user_and_only_a_withdrawal_over_it() -> None:
    policy = Policy(it_rules={"zavod.ru": Mode.OFF})
    known = Known({ANNA: Mode.FULL}, agreed={ANNA})
    assert of(ANNA, known, policy) == Applied(Mode.OFF, Why.IT_DOMAIN, "zavod.ru")
    gone = Known({ANNA: Mode.FULL}, withdrawn={ANNA})
    assert of(ANNA, gone, Policy(it_rules={ANNA: Mode.FULL})) == Applied(Mode.OFF, Why.WITHDRAWN, ANNA)


def test_a_letter_asks_for_less_and_never_for_more() -> None:
    full, off = Applied(Mode.FULL, Why.DEFAULT), Applied(Mode.OFF, Why.REGION)
    assert tightened(full, Mode.DATE) == Applied(Mode.DATE, Why.LETTER)
    assert tightened(off, Mode.FULL) == off


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("a@firm.de", True),
        ("a@firm.co.uk", True),
        ("a@пример.ею", True),
        ("a@xn--e1afmkfd.xn--e1a4c", True),
        ("a@firm.paris", True),
        ("a@firm.no", True),
        ("a@firm.ru", False),
        ("a@firm.com", False),
        ("a@firm.ch", False),
        ("a@de", True),
        ("a@xn--zzzzzz99", False),
        ("nobody", False),
        ("a@mail.firm.com", True),  # declared below
    ],
)
def test_eu_and_uk_recipients_are_told_by_their_domain_and_what_the_user_declares(
    address: str, inside: bool
) -> None:
    assert in_region(address, ("firm.com",) if address.startswith("a@mail.") else ()) is inside


def test_subjects_are_stored_in_one_form() -> None:
    assert subject_of(" Anna@Zavod.RU ") == ANNA
    assert subject_of("@Zavod.ru") == subject_of("zavod.ru") == "zavod.ru"
    for wrong in ("", "zavod", "@", "a@", "..", "a..b"):
        with pytest.raises(InputError):
            subject_of(wrong)
    with pytest.raises(InputError):
        mode_of("most")


def test_a_rule_of_it_that_is_no_mode_is_the_strictest() -> None:
    assert rules_of({"@Zavod.ru": "fool", "b.ru": "date"}) == {"zavod.ru": Mode.OFF, "b.ru": Mode.DATE}


@given(st.text(max_size=40))
def test_no_text_breaks_the_resolution(text: str) -> None:
    assert applied(text, text, Known(), Policy()).mode in Mode
    assert all("." in name for name in domains(text))
