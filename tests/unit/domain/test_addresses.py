"""What is ours, whose company, and who wrote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.addresses import (
    OwnAddresses,
    company,
    is_address,
    is_public,
    normalise,
    resolve_sender,
    shown_name,
)
from desktop_app.domain.mime import parse_headers
from desktop_app.domain.model import AccountSettings, Address, Endpoint, Headers, Security

LIST = "sales@lists.firm.example"


def headers(**fields: str) -> Headers:
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    return parse_headers("\n".join(lines).encode())


@pytest.fixture
def own() -> OwnAddresses:
    return OwnAddresses("ivan@gmail.com", [LIST])


@pytest.mark.parametrize("address", ["Ivan@Gmail.com", "i.van@gmail.com", "ivan+ads@googlemail.com", LIST])
def test_ours(own: OwnAddresses, address: str) -> None:
    assert own.is_own(address)


@pytest.mark.parametrize(
    "address", ["petr@gmail.com", "ivan@gmail.com.example", "x@lists.firm.example", "", "gmail.com"]
)
def test_not_ours(own: OwnAddresses, address: str) -> None:
    assert not own.is_own(address)


def test_the_domain_of_the_account_is_ours_with_its_subdomains() -> None:
    own = OwnAddresses("Ivan@Firm.example")
    assert own.is_own("petr@firm.example")
    assert own.is_own("robot@mail.firm.example")
    assert not own.is_own("petr@otherfirm.example")
    assert not own.is_mailbox("petr@firm.example")


@pytest.mark.parametrize(
    "domain", ["gmail.com", "yandex.ru", "@mail.ru", "ya.ru", "yandex.kz", "live.nl", "gmx.net"]
)
def test_a_public_domain_is_never_ours_even_when_declared(domain: str) -> None:
    own = OwnAddresses("ivan@" + domain.strip("@"), [domain])
    assert own.is_own("ivan@" + domain.strip("@"))
    assert not own.is_own("petr@" + domain.strip("@"))


def test_declared_domains_are_ours() -> None:
    own = OwnAddresses("ivan@gmail.com", ["Firm.example", "@second.example", "*@third.example"])
    for domain in ("firm", "second", "third"):
        assert own.is_own(f"x@{domain}.example")


def test_yandex_mailboxes_have_many_names() -> None:
    own = OwnAddresses("ivan.petrov@yandex.ru")
    assert own.is_own("ivan-petrov@ya.ru")
    assert not own.is_own("ivanpetrov@yandex.ru")


def test_over_all_accounts() -> None:
    server = Endpoint("localhost", 1, Security.NONE)
    accounts = [
        AccountSettings("imap", name, name, server, own=("b.example",))
        for name in ("x@a.example", "y@mail.ru")
    ]
    own = OwnAddresses.of_accounts(accounts)
    assert [own.is_own(one) for one in ("z@a.example", "z@b.example", "y@mail.ru", "z@mail.ru")] == [
        True,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("a@firm.ru", "firm.ru"),
        ("a@mail.firm.ru", "firm.ru"),
        ("a@firm.msk.ru", "firm.msk.ru"),
        ("a@x.firm.co.uk", "firm.co.uk"),
        ("a@firm.com.ru", "firm.com.ru"),
        ("a@gmail.com", ""),
        ("a@corp.mail.ru", ""),
        ("a@[192.0.2.1]", ""),
        ("a@192.0.2.1", ""),
        ("a@localhost", ""),
        ("daemon", ""),
        ("а@фирма.рф", "фирма.рф"),
    ],
)
def test_company(address: str, domain: str) -> None:
    assert company(address) == domain


def test_public_domains() -> None:
    assert is_public("yahoo.co.uk")
    assert is_public("bk.ru")
    assert not is_public("yandex-team.ru")
    assert not is_public("live.mycompany.example")


def test_normalise() -> None:
    assert normalise(" <MailTo:Ivan@Firm.example>, ") == "ivan@firm.example"


# who wrote


def test_usually_it_is_who_from_says(own: OwnAddresses) -> None:
    letter = headers(
        From="Anna <anna@client.example>", Reply_To="other@client.example", Sender="robot@client.example"
    )
    assert resolve_sender(letter, own) == Address("Anna", "anna@client.example")


def test_nobody_is_unknown(own: OwnAddresses) -> None:
    assert resolve_sender(headers(Subject="x"), own) is None
    assert resolve_sender(headers(From="MAILER-DAEMON <>"), own) is None


VIA = f"Anna Petrova via Sales <{LIST}>"


@pytest.mark.parametrize(
    ("fields", "person"),
    [
        ({"Reply_To": "Anna Petrova <anna@client.example>"}, Address("Anna Petrova", "anna@client.example")),
        ({"Reply_To": "anna@client.example"}, Address("Anna Petrova", "anna@client.example")),
        ({"Reply_To": f"anna@client.example, {LIST}"}, Address("Anna Petrova", "anna@client.example")),
        (
            {"Reply_To": 'B <b@x.example>, "Petrova, Anna" <a@x.example>'},
            Address("Petrova, Anna", "a@x.example"),
        ),
        ({"X_Original_From": "Anna <anna@client.example>"}, Address("Anna", "anna@client.example")),
        (
            {"Reply_To": LIST, "Cc": "b@x.example, Anna Petrova <a@x.example>"},
            Address("Anna Petrova", "a@x.example"),
        ),
        ({"Reply_To": "ivan@gmail.com"}, Address("Anna Petrova", "ivan@gmail.com")),
        ({"Reply_To": LIST, "Cc": "b@x.example"}, None),
        ({"Reply_To": "b@x.example, c@x.example"}, None),
        ({"Cc": "Anna <other@x.example>"}, None),
        ({}, None),
    ],
)
@pytest.mark.parametrize("list_id", ["Sales <sales.lists.firm.example>", ""])
def test_a_list_that_rewrites_from(
    own: OwnAddresses, fields: dict[str, str], person: Address | None, list_id: str
) -> None:
    letter = headers(From=VIA, To=LIST, **fields, **({"List_Id": list_id} if list_id else {}))
    assert resolve_sender(letter, own) == person
    assert own.is_own_list(letter)


def test_a_strange_list_rewrites_too(own: OwnAddresses) -> None:
    letter = headers(
        From="'Anna' via Club <club@groups.example>", List_Id="<club.groups.example>", Reply_To="a@x.example"
    )
    assert resolve_sender(letter, own) == Address("Anna", "a@x.example")
    assert not own.is_own_list(letter)


def test_a_list_that_writes_under_its_own_address_is_its_own_sender(own: OwnAddresses) -> None:
    news = headers(
        From="Shop <news@shop.example>", List_Id="<news.shop.example>", Reply_To="help@shop.example"
    )
    assert resolve_sender(news, own) == Address("Shop", "news@shop.example")
    ours = headers(From=f"Sales <{LIST}>", List_Id="<sales.lists.firm.example>", To="anna@client.example")
    assert resolve_sender(ours, own) == Address("Sales", LIST)


def test_a_list_that_does_not_say_via_still_names_the_person(own: OwnAddresses) -> None:
    fields = {"From": f"Anna <{LIST}>", "List_Id": "<sales.lists.firm.example>"}
    assert resolve_sender(headers(**fields, Reply_To="a@x.example"), own) == Address("", "a@x.example")


def test_a_service_that_writes_via_itself_is_no_list(own: OwnAddresses) -> None:
    letter = headers(From="Anna via Sign <no-reply@sign.example>", Reply_To="anna@client.example")
    assert resolve_sender(letter, own) == Address("Anna via Sign", "no-reply@sign.example")


@pytest.mark.parametrize(
    "fields",
    [
        {"List_Id": '"Our sales" <sales.lists.firm.example>'},
        {"List_Id": "sales.lists.firm.example"},
        {"Sender": '"Sales" <sales-bounces@lists.firm.example>'},
        {"Return_Path": "<sales-bounces+ivan=gmail.com@lists.firm.example>"},
    ],
)
def test_a_list_of_ours_is_known_by_its_robot_or_its_id(own: OwnAddresses, fields: dict[str, str]) -> None:
    letter = headers(From="Anna <anna@client.example>", **fields)
    assert own.is_own_list(letter)
    assert resolve_sender(letter, own) == Address("Anna", "anna@client.example")


def test_a_list_of_others_is_not_ours(own: OwnAddresses) -> None:
    assert not own.is_own_list(headers(From="a@x.example", To=LIST, List_Id="<news.x.example>"))


@given(st.binary(), st.text(max_size=20), st.lists(st.text(max_size=20), max_size=3))
def test_never_raises(raw: bytes, account: str, declared: list[str]) -> None:
    own = OwnAddresses(account, declared)
    person = resolve_sender(parse_headers(b"From: " + raw), own)
    assert person is None or "@" in person.address
    company(account)
    normalise(account)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("anna@firma.ru", True), ("анна@почта.рф", True), ("anna", False), ("@firma.ru", False),
     ("anna@", False), ("an na@firma.ru", False), ("a@b@c", False), ("", False)],
)  # fmt: skip
def test_an_address_has_one_at_between_two_words(text: str, expected: bool) -> None:
    assert is_address(text) is expected


@pytest.mark.parametrize("name", ["", " ", "\u200b", "\u00a0\u3000\u200b", "\u0301"])
def test_a_name_that_nobody_can_see_is_no_name(name):
    assert shown_name(name, "anna@client.ru") == "anna@client.ru"
    assert shown_name(f"{name}\u6797", "anna@client.ru") == f"{name}\u6797"
