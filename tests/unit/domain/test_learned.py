import pytest

from desktop_app.domain.learned import rule_of
from desktop_app.domain.likeness import LearnedRule, Likeness
from desktop_app.domain.model import Verdict
from tests.unit.domain.test_verdicts import CHROME, GMAIL, HERE, HOUR, OUTLOOK, hit

ANNA = "anna@client.example"


def test_a_robot_or_a_client_is_learnt_for_its_network_program_and_domain() -> None:
    for verdict in (Verdict.MACHINE, Verdict.HUMAN):
        assert rule_of(hit(HOUR, CHROME), ANNA, verdict) == LearnedRule(
            Likeness(HERE, "browser", "client.example"), verdict
        )


def test_oneself_is_oneself_whoever_the_letter_was_for() -> None:
    assert rule_of(hit(HOUR, OUTLOOK), ANNA, Verdict.SELF) == LearnedRule(
        Likeness(HERE, "mail_client", ""), Verdict.SELF
    )


@pytest.mark.parametrize("agent", [GMAIL, "Mozilla/5.0", ""])
def test_what_loads_for_many_teaches_nothing(agent: str) -> None:
    assert rule_of(hit(HOUR, agent), ANNA, Verdict.SELF) is None


@pytest.mark.parametrize("network", ["", "10.1.1.0/24", "127.0.0.0/24"])
def test_a_network_that_everybody_has_teaches_nothing(network: str) -> None:
    assert rule_of(hit(HOUR, CHROME, network=network), ANNA, Verdict.MACHINE) is None


def test_one_copy_for_several_people_has_no_domain_to_learn_for() -> None:
    assert rule_of(hit(HOUR, CHROME), "", Verdict.MACHINE) is None
    assert rule_of(hit(HOUR, CHROME), "", Verdict.SELF) is not None
