import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.model import Address
from desktop_app.ui.address_text import is_valid, parse, typed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        ("Anna@Zavod.ru", (Address("", "anna@zavod.ru"),)),
        ("Анна Петрова <a@b.ru>; c@d.ru", (Address("Анна Петрова", "a@b.ru"), Address("", "c@d.ru"))),
        ('"Petrova, Anna" <a@b.ru>, c@d.ru', (Address("Petrova, Anna", "a@b.ru"), Address("", "c@d.ru"))),
        ("anna", (Address("", "anna"),)),
        ("a@b.ru\nc@d.ru\t", (Address("", "a@b.ru"), Address("", "c@d.ru"))),
    ],
)
def test_what_people_type_and_paste(text, found):
    assert parse(text) == found


@pytest.mark.parametrize("address", ["a@b", "a@b.ru", "имя@почта.рф", "a+b@c.example"])
def test_good_addresses(address):
    assert is_valid(Address("", address))


@pytest.mark.parametrize("address", ["", "a", "a@", "@b.ru", "a b@c.ru", "a@b@c.ru", "a@b..ru", "a@b.ru."])
def test_bad_addresses(address):
    assert not is_valid(Address("", address))


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=20))
def test_what_is_typed_is_read_back(name):
    address = Address(name, "a@b.example")
    assert parse(typed(address)) == (address,)


@given(st.text(max_size=60))
def test_nothing_typed_makes_it_fail(text):
    for address in parse(text):
        assert address.address
