"""What a letter is, told from its headers alone: who wrote it, its direction, its kind, whether it counts.

`classify` asks in this order, first match wins:

1. receipt, bounce: their content type is a proof. A bounce carries Auto-Submitted and an empty
   Return-Path as well, so it must come before the automatic replies. A note of delay or success says
   "nothing to mend": automatic.
2. calendar: answers to invitations are sent by programs with an empty Return-Path; they are no automatic
   replies. An invitation with text/calendar only inside a multipart and without Content-Class, as Outlook
   sends it over the Internet, cannot be told by its headers: it counts as human.
3. away, automatic: before lists, because programs also write to lists, and their letters are often marked
   "bulk".
4. list; then senders that nobody reads (noreply@), which for newsletters is the lesser truth.
5. human: what is left. X-Auto-Response-Suppress alone proves nothing: newsletters and people's Outlook
   set it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from desktop_app.domain.addresses import OwnAddresses, company, list_addresses, resolve_sender
from desktop_app.domain.mailboxes import parse_mailboxes
from desktop_app.domain.model import Address, Direction, Excluded, Headers, Kind

_DAEMON = re.compile(
    r"(?:mailer[-_.]?daemon|mail[-_.]?daemon|mail\.delivery\.(?:sub)?system|mdaemon)(?:@.*)?"
)
_POSTMASTER = re.compile(r"(?:post[-_]?master|mail-?administrator|mail-?system|double-bounce)(?:@.*)?")
_DAEMON_NAME = re.compile(
    r"mail deliver\w* (?:sub)?system|mailer[- ]daemon|system administrator|ndr administrator"
    r"|microsoft outlook|служба доставки|системный администратор",
    re.IGNORECASE,
)
_BOUNCE_SUBJECT = re.compile(
    r"undeliver|returned mail|mail(?: could)? not be delivered|could not be delivered|failure notice"
    r"|failed delivery|(?:mail|message) delivery (?:has )?fail|mail failed|delivery (?:status|failure"
    r"|report|notification)|delivery has failed|non[- ]?delivery|mail system error|error sending your mail"
    r"|message .*blocked|postmaster notify|недостав|не ?доставлен|не удал\w+ достав"
    r"|не может быть доставлен|unzustellbar|non remis|non recapitabile|no se puede entregar|não entregue"
    r"|niedostarcz|teslim edilemedi|未送达|配信(?:不能|できません)|メールエラー",
    re.IGNORECASE,
)
_NOT_FAILED = re.compile(
    r"\bdelay|still being retried|could not send .*\bpast\b|\bwarning\b|задерж|отложен|verzögert"
    r"|\(success\)|success\w* (?:mail )?deliver|^(?:relayed|delivered|доставлено|ретранслировано"
    r"|zugestellt)\s*:",
    re.IGNORECASE,
)
_CALENDAR_SUBJECT = re.compile(
    r"(?:accepted|declined|tentative|tentatively accepted|принято|отклонено|под вопросом"
    r"|предварительно принято|zugesagt|abgelehnt|mit vorbehalt)\s*:|(?:updated invitation|invitation"
    r"|canceled event|cancelled event|accepted|приглашение|мероприятие отменено"
    r"|обновленное приглашение)[^:@]*: .* @ ",
    re.IGNORECASE,
)
_RECEIPT_SUBJECT = re.compile(
    r"(?:read|not read|прочтено|прочитано|не прочтено|не прочитано|gelesen|ungelesen|lu|leído"
    r"|przeczytano)\s*:",
    re.IGNORECASE,
)
# Exchange and Outlook write these and nothing else does; the words below need proof of a machine beside them.
_AWAY_SUBJECT = re.compile(
    r"(?:automatic reply|автоматический ответ|automatische antwort|réponse automatique"
    r"|respuesta automática|risposta automatica|automatisch antwoord|odpowiedź automatyczna"
    r"|out[- ]of[- ](?:the[- ])?office|нет на месте|abwesenheitsnotiz|автоматична відповідь)\b",
    re.IGNORECASE,
)
_AWAY_WORDS = re.compile(
    r"out[- ]of[- ](?:the[- ])?office|\bo\.?o\.?o\b|\baway\b|vacation|\bon leave\b|holiday|absen[ct]"
    r"|отпуск|отсутств|командировк|больничн|вне офиса|нет на месте|abwesen|urlaub|vacaciones|ferie|congés"
    r"|urlop|nieobecn",
    re.IGNORECASE,
)
_ANSWERING_MACHINE = re.compile(
    r"(?:auto(?:matic)?[- ]?(?:reply|response|responder|answer)|автоответ\w*|ваше (?:обращение"
    r"|письмо) (?:получено|принято)|ваша заявка принята)\b",
    re.IGNORECASE,
)
_NO_REPLY = re.compile(r"(?:.*[-_.+])?(?:no|not|non|do-?not|donot)[-_.]?repl(?:y|ies)(?:[-_.+].*)?@.*")
# Where services take answers for themselves: "support@shop.example", "ticket-1234@desk.example",
# "reply+5f3a9c@hub.example". A client's office@ or marketing@ is none of them.
_SERVICE = re.compile(
    r"(?:support|help(?:desk)?|servicedesk|tickets?|cases?|reply|bounces?|notif\w*|news(?:letters?)?"
    r"|comments?|mailer|(?:un)?subscri\w*)(?:[-_.+=\d].*)?@.*"
    r"|[^@]*\+[0-9a-z]*[0-9][0-9a-z-]{7,}@.*"
)
_EXCLUDED = {
    Kind.AUTO: Excluded.AUTO,
    Kind.AWAY: Excluded.AUTO,
    Kind.RECEIPT: Excluded.AUTO,
    Kind.BOUNCE: Excluded.BOUNCE,
    Kind.CALENDAR: Excluded.CALENDAR,
    Kind.LIST: Excluded.LIST,
}


class Described(NamedTuple):
    """A letter judged. `sender` None: the headers do not say who wrote it.

    `responder`: the own address that wrote an outbound letter, "" for a shared mailbox that does not say
    who. `recipients`: outside people in To of an outbound letter. `excluded`: why an inbound letter needs
    no answer, INTERNAL for an outbound one that only colleagues get: it answers no client. `contact`: the
    outside person who wrote an inbound letter, None when unknown or one of us.
    """

    direction: Direction
    kind: Kind
    sender: Address | None
    responder: str = ""
    recipients: tuple[Address, ...] = ()
    excluded: Excluded | None = None
    contact: Address | None = None


def classify(headers: Headers) -> Kind:
    """What wrote the letter (order and reasons: this module's first text)."""
    content_type = headers.extra.get("content-type", "").lower()
    returnless = _without_return(headers)
    opening = _opening(headers.subject)
    kind = _reported(headers, content_type, returnless)
    if kind is None and _is_bounce(headers, returnless):
        kind = Kind.BOUNCE
    if kind is Kind.BOUNCE and says_not_failed(headers.subject):
        return Kind.AUTO
    if kind:
        return kind
    if opening is Kind.CALENDAR or _is_calendar(headers.extra, content_type):
        return Kind.CALENDAR
    if kind := _automatic(headers, returnless, opening):
        return kind
    if _is_list(headers):
        return Kind.LIST
    return _person_or_robot(headers)


def says_not_failed(subject: str) -> bool:
    """Whether a delivery report says that it is only late, or that all went well."""
    return bool(_NOT_FAILED.search(subject))


def describe(headers: Headers, own: OwnAddresses, in_sent_folder: bool) -> Described:
    """Judge a letter of our mailbox.

    A colleague (own domain, not this mailbox) writes outbound when somebody outside is among the
    addressees, else it is internal mail. A list whose address is an own address is a shared mailbox:
    neither its list headers nor a missing To exclude its letters (product.md "Reply-speed definitions").
    A letter that a web form sent is the visitor's.
    """
    lists = list_addresses(headers)
    sender = resolve_sender(headers, own, lists)
    kind = classify(headers)
    if kind is Kind.LIST and own.is_own_list(headers, lists):
        kind = _person_or_robot(headers)
    if kind is Kind.AUTO and not in_sent_folder and (visitor := _visitor(headers, own)):
        kind, sender = Kind.HUMAN, visitor
    ours = sender is not None and own.is_own(sender.address)
    if in_sent_folder or (ours and sender is not None and _writes_outside(sender, headers, own)):
        recipients = tuple(dict.fromkeys(one for one in headers.to if _is_outside(one, own)))
        excluded = Excluded.INTERNAL if _stays_inside(sender, headers, own) else None
        responder = _responder(headers, sender, own, lists)
        return Described(Direction.OUT, kind, sender, responder, recipients, excluded)
    excluded = _EXCLUDED.get(kind) or (Excluded.INTERNAL if ours else _cc_only(headers, own, lists))
    return Described(Direction.IN, kind, sender, excluded=excluded, contact=None if ours else sender)


@lru_cache(maxsize=4096)  # the letters of a conversation share their subject
def _opening(subject: str) -> Kind | None:
    """What kind of letter begins its subject so, if the subject is to be believed."""
    if _CALENDAR_SUBJECT.match(subject):
        return Kind.CALENDAR
    if _AWAY_SUBJECT.match(subject):
        return Kind.AWAY
    return Kind.AUTO if _ANSWERING_MACHINE.match(subject) else None


def _reported(headers: Headers, content_type: str, returnless: bool) -> Kind | None:
    """What a multipart/report reports (RFC 3462, 8098, 5965)."""
    if "report" in content_type and (
        "report-type" in content_type or content_type.startswith("multipart/report")
    ):
        if "disposition-notification" in content_type:
            return Kind.RECEIPT
        if "delivery-status" in content_type:
            return Kind.BOUNCE
        if "feedback-report" in content_type:
            return Kind.AUTO
    if returnless and _RECEIPT_SUBJECT.match(headers.subject):
        return Kind.RECEIPT
    return None


def _is_bounce(headers: Headers, returnless: bool) -> bool:
    extra, sender = headers.extra, headers.sender
    postal = _postal(sender)
    if "x-failed-recipients" in extra or postal is _Postal.DAEMON:
        return True
    if postal is _Postal.MASTER:
        return returnless or bool(_BOUNCE_SUBJECT.search(headers.subject))
    if returnless or not sender.address or ("return-path" not in extra and postal is _Postal.NAMED):
        return bool(_BOUNCE_SUBJECT.search(headers.subject))
    return False


class _Postal(Enum):
    """What a sender is to the mail system; NAMED: only the name says so."""

    DAEMON = auto()
    MASTER = auto()
    NAMED = auto()
    NONE = auto()


@lru_cache(maxsize=4096)
def _postal(sender: Address) -> _Postal:
    if _DAEMON.fullmatch(sender.address or sender.name.lower()):
        return _Postal.DAEMON
    if _POSTMASTER.fullmatch(sender.address):
        return _Postal.MASTER
    return _Postal.NAMED if _DAEMON_NAME.search(sender.name) else _Postal.NONE


def _is_calendar(extra: Mapping[str, str], content_type: str) -> bool:
    return content_type.startswith("text/calendar") or (
        "content-class" in extra and "calendarmessage" in extra["content-class"].lower()
    )


def _automatic(headers: Headers, returnless: bool, opening: Kind | None) -> Kind | None:
    """Replies and notes of programs, RFC 3834 and what came before it."""
    if opening is Kind.AWAY:
        return Kind.AWAY
    machine = returnless or _says_machine(headers.extra)
    if machine and _AWAY_WORDS.search(headers.subject):
        return Kind.AWAY
    return Kind.AUTO if machine or opening is Kind.AUTO else None


def _says_machine(extra: Mapping[str, str]) -> bool:
    submitted = extra.get("auto-submitted", "").strip().lower()
    return (
        bool(submitted and re.split(r"[\s;(]", submitted, maxsplit=1)[0] not in ("", "no"))
        or ("x-autoreply" in extra and extra["x-autoreply"].strip().lower() not in ("", "no", "false"))
        or ("precedence" in extra and extra["precedence"].strip().lower() in ("auto_reply", "auto-reply"))
        or ("x-ms-exchange-inbox-rules-loop" in extra and "x-auto-response-suppress" in extra)
    )


def _without_return(headers: Headers) -> bool:
    """An empty Return-Path: nothing may answer it, so a program sent it (RFC 5321 section 4.5.5)."""
    path = headers.extra.get("return-path")
    return path is not None and _leads_nowhere(path)


@lru_cache(maxsize=1024)
def _leads_nowhere(path: str) -> bool:
    sender = path.strip("<> ")
    return not sender or bool(_DAEMON.fullmatch(sender.lower()))


def _is_list(headers: Headers) -> bool:
    extra = headers.extra
    if "list-id" in extra or "list-unsubscribe" in extra:
        return True
    return extra.get("precedence", "").strip().lower() in ("bulk", "list", "junk")


def _person_or_robot(headers: Headers) -> Kind:
    return Kind.AUTO if _is_no_reply(headers.sender.address) else Kind.HUMAN


def _is_no_reply(address: str) -> bool:
    # Nearly no address has "repl" in it; the expression tries each of its dots and hyphens.
    return "repl" in address and bool(_NO_REPLY.fullmatch(address))


def _visitor(headers: Headers, own: OwnAddresses) -> Address | None:
    """Who filled in a web form: a robot's letter to us that would be a person's if Reply-To stood in From.

    Sites may not send under the visitor's address (DMARC), so inbound leads come from noreply@ with the
    visitor in Reply-To. Newsletters, shops and ticket systems set Reply-To as well; what tells them apart:

    - they say that they are machines (Auto-Submitted, Precedence, List-*; X-Auto-Response-Suppress of a
      strange site), or their Reply-To says so (noreply@ again, support@, a token for each letter);
    - they want answers themselves, so that Reply-To lies at the company of From. Our own site's form is
      the clearest case: From is ours, Reply-To is not.
    """
    robot = headers.sender.address
    if not _is_no_reply(robot):
        return None
    people = {one.address: one for one in headers.reply_to if "@" in one.address}
    to_us = [own.is_own(one.address) for one in (*headers.to, *headers.cc) if "@" in one.address]
    if len(people) != 1 or not to_us or not all(to_us):
        return None
    (person,) = people.values()
    if own.is_own(person.address) or classify(headers._replace(sender=person)) is not Kind.HUMAN:
        return None
    if own.is_own(robot):
        return person
    another = not company(robot) or company(person.address) != company(robot)
    served = "x-auto-response-suppress" in headers.extra or _SERVICE.fullmatch(person.address)
    return person if another and not served else None


def _stays_inside(sender: Address | None, headers: Headers, own: OwnAddresses) -> bool:
    """Whether only colleagues get our letter: addresses of our domains that nobody declared one by one.

    A declared address may be a list that clients read: a letter to it answers them. The writer himself does
    not matter, many put themselves into Cc.
    """
    himself = sender.address if sender is not None else ""
    others = {one.address for one in (*headers.to, *headers.cc) if "@" in one.address} - {himself}
    return bool(others) and all(own.is_own(one) and not own.is_mailbox(one) for one in others)


def _writes_outside(sender: Address, headers: Headers, own: OwnAddresses) -> bool:
    people = (*headers.to, *headers.cc)
    return own.is_mailbox(sender.address) or any(_is_outside(one, own) for one in people)


def _is_outside(person: Address, own: OwnAddresses) -> bool:
    return "@" in person.address and not own.is_own(person.address)


def _responder(
    headers: Headers, sender: Address | None, own: OwnAddresses, robots: Sequence[str]
) -> str:
    """Sender names who wrote for a shared mailbox in From (RFC 5322 section 3.6.2), a robot aside."""
    for person in parse_mailboxes(headers.extra.get("sender", "")):
        if own.is_own(person.address) and person.address not in robots and "-bounces@" not in person.address:
            return person.address
    return sender.address if sender is not None else ""


def _cc_only(headers: Headers, own: OwnAddresses, lists: Sequence[str]) -> Excluded | None:
    if any(own.is_own(one.address) for one in headers.to):
        return None
    if not any(own.is_own(one.address) for one in headers.cc):
        return None
    to_nobody = not any("@" in one.address for one in headers.to)
    return None if to_nobody and own.is_own_list(headers, lists) else Excluded.CC_ONLY
