"""Kinds and judgements from headers alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.addresses import OwnAddresses
from desktop_app.domain.letters import Described, classify, describe
from desktop_app.domain.mime import parse_headers
from desktop_app.domain.model import Address, Direction, Excluded, Headers, Kind

ME = "ivan@firm.example"
LIST = "sales@lists.example"
ANNA = Address("Anna", "anna@client.example")


def headers(**fields: str) -> Headers:
    given = {"From": "Anna <anna@client.example>", "To": ME, "Subject": "Цена"} | fields
    return parse_headers(
        "\n".join(f"{name.replace('_', '-')}: {value}" for name, value in given.items()).encode()
    )


def judged(in_sent_folder: bool = False, **fields: str) -> Described:
    return describe(headers(**fields), OwnAddresses(ME, [LIST]), in_sent_folder)


DSN = "multipart/report; report-type=delivery-status; boundary=x"
MDN = 'multipart/report; boundary="x"; report-type="disposition-notification"'


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({}, Kind.HUMAN),
        ({"Auto_Submitted": "no"}, Kind.HUMAN),
        ({"X_Auto_Response_Suppress": "All"}, Kind.HUMAN),
        ({"Subject": "Re: Automatic reply: Цена"}, Kind.HUMAN),
        ({"Subject": "В отпуск с понедельника, цена нужна раньше"}, Kind.HUMAN),
        ({"Subject": "Fwd: Returned mail: see transcript for details"}, Kind.HUMAN),
        (
            {"From": "Post <postmaster@client.example>", "Return_Path": "<postmaster@client.example>"},
            Kind.HUMAN,
        ),
        ({"Content_Type": DSN}, Kind.BOUNCE),
        ({"Content_Type": DSN, "Auto_Submitted": "auto-replied", "Return_Path": "<>"}, Kind.BOUNCE),
        ({"X_Failed_Recipients": "x@y.example"}, Kind.BOUNCE),
        ({"From": "MAILER-DAEMON <>"}, Kind.BOUNCE),
        ({"From": "Mail Delivery System <Mailer-Daemon@x.example>", "Subject": "whatever"}, Kind.BOUNCE),
        ({"From": "postmaster@x.example", "Subject": "Недоставленное сообщение"}, Kind.BOUNCE),
        ({"From": "postmaster@x.example", "Return_Path": "<>"}, Kind.BOUNCE),
        (
            {"From": "mail@x.example", "Return_Path": "<>", "Subject": "Ваше сообщение не доставлено"},
            Kind.BOUNCE,
        ),
        ({"Content_Type": DSN, "Subject": "Delivery Status Notification (Delay)"}, Kind.AUTO),
        ({"Content_Type": DSN, "Subject": "Доставлено: Цена"}, Kind.AUTO),
        ({"Content_Type": DSN, "Subject": "Не доставлено: Цена"}, Kind.BOUNCE),
        ({"Content_Type": MDN}, Kind.RECEIPT),
        ({"Subject": "Прочтено: Цена", "Return_Path": "<>"}, Kind.RECEIPT),
        ({"Content_Type": "multipart/report; report-type=feedback-report"}, Kind.AUTO),
        ({"Content_Type": "text/calendar; method=REPLY"}, Kind.CALENDAR),
        ({"Content_Class": "urn:content-classes:calendarmessage"}, Kind.CALENDAR),
        ({"Subject": "Принято: Встреча", "Return_Path": "<>"}, Kind.CALENDAR),
        ({"Subject": "Invitation: Demo @ Mon 3 Nov 2025 10:00 (ivan@firm.example)"}, Kind.CALENDAR),
        ({"Subject": "Автоматический ответ: Цена"}, Kind.AWAY),
        ({"Subject": "Automatic reply: price", "Auto_Submitted": "auto-generated"}, Kind.AWAY),
        ({"Subject": "Я в отпуске до 15 ноября", "Auto_Submitted": "auto-replied"}, Kind.AWAY),
        ({"Subject": "away from my mail", "Precedence": "bulk", "X_Autoreply": "yes"}, Kind.AWAY),
        ({"Auto_Submitted": "auto-replied (vacation)"}, Kind.AUTO),
        ({"Auto_Submitted": "auto-generated", "List_Id": "<x.y.example>"}, Kind.AUTO),
        ({"X_Autoreply": "yes"}, Kind.AUTO),
        ({"Precedence": "auto_reply"}, Kind.AUTO),
        ({"X_MS_Exchange_Inbox_Rules_Loop": "a@b.example", "X_Auto_Response_Suppress": "All"}, Kind.AUTO),
        ({"Subject": "Автоответ: ваше обращение получено"}, Kind.AUTO),
        ({"From": "Shop <noreply@shop.example>"}, Kind.AUTO),
        ({"From": "Shop <orders-no-reply@shop.example>"}, Kind.AUTO),
        ({"List_Unsubscribe": "<mailto:x@y.example>"}, Kind.LIST),
        ({"From": "Shop <noreply@shop.example>", "List_Unsubscribe": "<mailto:x@y.example>"}, Kind.LIST),
        ({"Precedence": "bulk"}, Kind.LIST),
        ({"List_Id": "<x.y.example>"}, Kind.LIST),
    ],
)
def test_kind(fields: dict[str, str], kind: Kind) -> None:
    assert classify(headers(**fields)) is kind


def test_a_client_writes_to_us() -> None:
    assert judged() == Described(Direction.IN, Kind.HUMAN, ANNA, contact=ANNA)


def test_we_write_to_a_client() -> None:
    letter = judged(
        From=f"Ivan <{ME}>", To="Anna <anna@client.example>, petr@firm.example, anna@client.example"
    )
    assert letter.direction is Direction.OUT
    assert letter.responder == ME
    assert letter.recipients == (ANNA, Address("", "anna@client.example"))
    assert letter.contact is None


def test_what_lies_in_sent_is_ours_whatever_from_says() -> None:
    letter = judged(in_sent_folder=True, From="alias@elsewhere.example", To="anna@client.example")
    assert letter.direction is Direction.OUT
    assert letter.responder == "alias@elsewhere.example"


def test_sender_names_who_wrote_for_a_shared_mailbox() -> None:
    letter = judged(From="Sales <sales@firm.example>", Sender=f"Ivan <{ME}>", To="anna@client.example")
    assert letter.responder == ME
    alias = judged(From="Sales <sales@firm.example>", To="anna@client.example")
    assert alias.responder == "sales@firm.example"


def test_a_shared_mailbox_that_does_not_say_who_is_an_unknown_person() -> None:
    letter = judged(in_sent_folder=True, From=f"Ivan via Sales <{LIST}>", To="anna@client.example")
    assert (letter.direction, letter.sender, letter.responder) == (Direction.OUT, None, "")


def test_a_colleague_who_answers_a_client_writes_outbound() -> None:
    letter = judged(From="petr@firm.example", To="anna@client.example", Cc=ME)
    assert (letter.direction, letter.responder) == (Direction.OUT, "petr@firm.example")


def test_a_colleague_who_writes_to_us_is_internal() -> None:
    letter = judged(From="petr@firm.example")
    assert (letter.direction, letter.excluded, letter.contact) == (Direction.IN, Excluded.INTERNAL, None)
    robot = judged(From="robot@firm.example", Auto_Submitted="auto-generated")
    assert (robot.direction, robot.excluded, robot.contact) == (Direction.IN, Excluded.AUTO, None)


@pytest.mark.parametrize(
    ("fields", "excluded"),
    [
        ({"To": "other@client.example", "Cc": ME}, Excluded.CC_ONLY),
        ({"To": "", "Cc": ME}, Excluded.CC_ONLY),
        ({"To": "petr@firm.example", "Cc": ME}, None),  # a colleague was asked: the firm has to answer
        ({"To": "undeclared@alias.example"}, None),
        ({"Content_Type": DSN}, Excluded.BOUNCE),
        ({"Content_Type": MDN}, Excluded.AUTO),
        ({"Subject": "Автоматический ответ: x"}, Excluded.AUTO),
        ({"Content_Type": "text/calendar"}, Excluded.CALENDAR),
        ({"List_Id": "<x.y.example>"}, Excluded.LIST),
    ],
)
def test_why_an_inbound_letter_does_not_count(fields: dict[str, str], excluded: Excluded | None) -> None:
    letter = judged(**fields)
    assert letter.direction is Direction.IN
    assert letter.excluded is excluded


OURS = {
    "List_Id": f"<{LIST.replace('@', '.')}>",
    "Precedence": "list",
    "List_Unsubscribe": "<mailto:x@lists.example>",
}


@pytest.mark.parametrize(
    ("fields", "kind", "excluded"),
    [
        ({"To": LIST}, Kind.HUMAN, None),
        ({"To": "", "Cc": LIST}, Kind.HUMAN, None),
        ({"To": "other@client.example", "Cc": LIST}, Kind.HUMAN, Excluded.CC_ONLY),
        ({"To": LIST, "Auto_Submitted": "auto-replied"}, Kind.AUTO, Excluded.AUTO),
        ({"To": LIST, "From": "noreply@shop.example"}, Kind.AUTO, Excluded.AUTO),
    ],
)
def test_a_list_of_ours_is_a_shared_mailbox(
    fields: dict[str, str], kind: Kind, excluded: Excluded | None
) -> None:
    letter = judged(**OURS, **fields)
    assert (letter.direction, letter.kind, letter.excluded) == (Direction.IN, kind, excluded)


def test_our_own_letter_comes_back_over_the_list() -> None:
    letter = judged(**OURS, From=f"Ivan via Sales <{LIST}>", Reply_To=ME, To="anna@client.example", Cc=LIST)
    assert (letter.direction, letter.kind, letter.responder) == (Direction.OUT, Kind.HUMAN, ME)


@pytest.mark.parametrize(
    "fields",
    [
        {"To": "petr@firm.example"},
        {"To": "petr@firm.example", "Cc": f"Sales <sales@firm.example>, {ME}"},  # himself in Cc
        {"To": "", "Cc": "petr@firm.example"},
        {"To": "petr@north.firm.example"},
    ],
)
def test_a_forward_to_colleagues_answers_no_client(fields: dict[str, str]) -> None:
    letter = judged(From=ME, **fields)
    assert (letter.direction, letter.kind, letter.excluded) == (Direction.OUT, Kind.HUMAN, Excluded.INTERNAL)


def test_an_alias_forwards_to_colleagues_too() -> None:
    letter = judged(in_sent_folder=True, From="alias@elsewhere.example", To="petr@firm.example")
    assert (letter.direction, letter.excluded) == (Direction.OUT, Excluded.INTERNAL)


@pytest.mark.parametrize(
    "fields",
    [
        {"To": LIST},  # the list of a shared mailbox: the client reads it
        {"To": LIST, "Cc": "petr@firm.example"},
        {"To": ME},
        {"To": "", "Cc": ""},
        {"To": "petr@firm.example", "Cc": "anna@client.example"},
    ],
)
def test_any_other_letter_of_ours_may_answer_a_client(fields: dict[str, str]) -> None:
    letter = judged(From=ME, **fields)
    assert (letter.direction, letter.excluded) == (Direction.OUT, None)


VISITOR = {"Reply_To": "Anna <anna@client.example>"}
FORMS = [
    {"From": "Site <noreply@firm.example>"},
    {"From": "Site <no-reply@firm.example>", "X_Auto_Response_Suppress": "All"},
    {"From": "Tilda <no-reply@forms.tilda.example>"},
    {"From": "robot-noreply@builder.example", "To": f"{ME}, sales@firm.example"},
]


@pytest.mark.parametrize("fields", FORMS)
def test_a_letter_of_a_web_form_is_the_visitors(fields: dict[str, str]) -> None:
    expected = Described(Direction.IN, Kind.HUMAN, ANNA, contact=ANNA)
    assert judged(**{**VISITOR, **fields}) == expected


@pytest.mark.parametrize("fields", FORMS)
@pytest.mark.parametrize(
    "mark",
    [
        {"Auto_Submitted": "auto-generated"},
        {"Precedence": "bulk"},
        {"List_Unsubscribe": "<https://shop.example/u>"},
        {"List_Id": "<news.shop.example>"},
        {"Return_Path": "<>"},
        {"Content_Type": "text/calendar; method=REQUEST"},
        {"Reply_To": ""},
        {"Reply_To": "anna@client.example, boris@client.example"},
        {"Reply_To": "noreply@client.example"},
        {"Reply_To": "petr@firm.example"},
        {"Cc": "boris@client.example"},
        {"To": "undisclosed-recipients:;"},
    ],
)
def test_a_robot_that_shows_any_mark_stays_a_robot(fields: dict[str, str], mark: dict[str, str]) -> None:
    letter = judged(**{**VISITOR, **fields, **mark})
    assert letter.kind is not Kind.HUMAN
    assert letter.contact != ANNA or letter.excluded is not None


@pytest.mark.parametrize(
    "fields",
    [
        {"From": "noreply@shop.example", "Reply_To": "Shop <care@shop.example>"},
        {"From": "noreply@mail.shop.example", "Reply_To": "Shop <olga@shop.example>"},
        {"From": "no-reply@desk.example", "Reply_To": "support@vendor.example"},
        {"From": "no-reply@desk.example", "Reply_To": "ticket-1234@vendor.example"},
        {"From": "noreply@hub.example", "Reply_To": "repo+a1b2c3d4e5f6@reply.example"},
        {"From": "noreply@news.example", "Reply_To": "newsletter@shop.example"},
        {"From": "noreply@hub.example", **VISITOR, "X_Auto_Response_Suppress": "All"},
    ],
)
def test_newsletters_and_ticket_systems_that_want_answers_are_no_forms(fields: dict[str, str]) -> None:
    letter = judged(**fields)
    assert (letter.kind, letter.excluded) == (Kind.AUTO, Excluded.AUTO)


def test_a_visitors_name_does_not_make_a_letter_in_sent_his() -> None:
    letter = judged(in_sent_folder=True, From="noreply@firm.example", **VISITOR)
    assert (letter.direction, letter.kind, letter.contact) == (Direction.OUT, Kind.AUTO, None)


@given(st.binary(max_size=200), st.booleans())
def test_never_raises(raw: bytes, in_sent: bool) -> None:
    letter = describe(parse_headers(raw), OwnAddresses(ME, [LIST]), in_sent)
    assert letter.direction is Direction.OUT or not in_sent
