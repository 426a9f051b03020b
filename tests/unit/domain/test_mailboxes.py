"""Address fields."""

from email.utils import formataddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.mailboxes import parse_mailboxes


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("anna@client.example", [("", "anna@client.example")]),
        ("Anna <Anna@Client.Example>", [("Anna", "anna@client.example")]),
        ('"Petrov, Ivan" <i@x.ru>, b@x.ru', [("Petrov, Ivan", "i@x.ru"), ("", "b@x.ru")]),
        ('"a \\"b\\" c" <i@x.ru>', [('a "b" c', "i@x.ru")]),
        ("i@x.ru (Ivan (from X) Petrov)", [("Ivan (from X) Petrov", "i@x.ru")]),
        ("\"'Ivan'\" <i@x.ru>", [("Ivan", "i@x.ru")]),
        ("=?utf-8?B?0JjQstCw0L0=?= <i@x.ru>", [("Иван", "i@x.ru")]),
        ('"=?utf-8?B?0JjQstCw0L0=?=" <i@x.ru>', [("Иван", "i@x.ru")]),
        ("=?utf-8?Q?Petrov,_Ivan?= <i@x.ru>", [("Petrov, Ivan", "i@x.ru")]),
        ("undisclosed-recipients:;", []),
        ("unlisted-recipients:; (no To-header on input)", []),
        ("Team: a@x.ru, B <b@x.ru>;, c@x.ru", [("", "a@x.ru"), ("B", "b@x.ru"), ("", "c@x.ru")]),
        ("a@x.ru; b@x.ru", [("", "a@x.ru"), ("", "b@x.ru")]),
        ("a <a@x.ru> b <b@x.ru>", [("a", "a@x.ru"), ("b", "b@x.ru")]),
        ("Ivan <@relay.example:i@x.ru>", [("Ivan", "i@x.ru")]),
        ("Ivan <i@x.ru", [("Ivan", "i@x.ru")]),
        ("user @ host . example", [("", "user@host.example")]),
        ("Ivan Petrov i@x.ru", [("Ivan Petrov", "i@x.ru")]),
        ("i@x.ru <i@x.ru>", [("i@x.ru", "i@x.ru")]),
        ("MAILER-DAEMON <>", [("MAILER-DAEMON", "")]),
        ("<>", []),
        ("mailer-daemon", [("", "mailer-daemon")]),
        ("Someone Without Address", [("Someone Without Address", "")]),
        (" , ,", []),
        ("", []),
        ('"unclosed <a@x.ru>', [("", "")]),
    ],
)
def test_reads(written: str, people: list[tuple[str, str]]) -> None:
    found = [tuple(one) for one in parse_mailboxes(written)]
    if people == [("", "")]:
        assert all("\n" not in name for name, _ in found)
    else:
        assert found == people


WORD = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=12)
ADDRESS = st.from_regex(r"[a-z0-9]{1,10}(\.[a-z0-9]{1,10})?@[a-z0-9]{1,10}\.[a-z]{2,5}", fullmatch=True)
PERSON = st.tuples(st.lists(WORD, max_size=3).map(" ".join), ADDRESS)


@given(st.lists(PERSON, max_size=6), st.sampled_from([", ", ",", ",\n\t", " ,  "]))
def test_what_python_writes_is_read_back(people: list[tuple[str, str]], comma: str) -> None:
    assert [tuple(one) for one in parse_mailboxes(comma.join(formataddr(one) for one in people))] == people


@given(st.text(alphabet='abc@.,;:<>()"\\ \t=?UTF-8Q', max_size=80) | st.text())
def test_never_raises(written: str) -> None:
    for person in parse_mailboxes(written):
        assert person.name == " ".join(person.name.split())
        assert person.address == "".join(person.address.split())


def test_a_hostile_field_takes_no_long_time() -> None:
    for piece in ('"', "(", "<", "a <", "=?", "\\", "a@", ":", "(\\", "a b "):
        parse_mailboxes(piece * 20_000)
