"""The folders of a mailbox and what each is for: what the server says, else what its name says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from imapclient import imap_utf7

from desktop_app.domain.model import Role
from desktop_app.mail.base import RemoteFolder
from desktop_app.mail.imap_session import Answer, Refused, Session

# RFC 6154, and the older names of XLIST (Gmail, Yandex, Mail.ru).
ATTRIBUTES = {
    "\\inbox": Role.INBOX,
    "\\sent": Role.SENT,
    "\\drafts": Role.DRAFTS,
    "\\junk": Role.SPAM,
    "\\spam": Role.SPAM,
    "\\trash": Role.TRASH,
    "\\archive": Role.ARCHIVE,
    "\\all": Role.ALL,
    "\\allmail": Role.ALL,
}

# Lower case, with "е" for "ё"; the first names are the likelier ones. «Исходящие» is the Outbox of Outlook:
# letters that wait to be sent.
NAMES = {
    Role.SENT: (
        "sent", "sent items", "sent messages", "sent mail", "отправленные", "отправленные элементы",
        "отправленные письма", "отправленные сообщения", "gesendet", "gesendete elemente",
        "gesendete objekte", "envoyes", "éléments envoyés", "envoyés", "messages envoyés", "enviados",
        "elementos enviados", "posta inviata", "inviati", "wysłane", "elementy wysłane", "надіслані",
        "відправлені", "адпраўленыя", "жіберілген", "gönderilmiş öğeler",
    ),
    Role.DRAFTS: (
        "drafts", "draft", "черновики", "чернетки", "чарнавікі", "entwürfe", "brouillons", "borradores",
        "rascunhos", "bozze", "szkice", "kopie robocze", "wersje robocze", "жоба", "taslaklar",
    ),
    Role.SPAM: (
        "junk", "spam", "junk e-mail", "junk email", "bulk mail", "спам", "нежелательная почта",
        "небажана пошта", "spamverdacht", "unerwünscht", "courrier indésirable", "indésirables",
        "correo no deseado", "posta indesiderata", "wiadomości-śmieci", "önemsiz e-posta",
    ),
    Role.TRASH: (
        "trash", "deleted items", "deleted messages", "deleted", "bin", "корзина", "удаленные",
        "удаленные элементы", "удаленные письма", "видалені", "кошик", "сметніца", "papierkorb",
        "gelöschte elemente", "gelöschte objekte", "corbeille", "éléments supprimés", "papelera",
        "elementos eliminados", "cestino", "posta eliminata", "kosz", "elementy usunięte", "қоқыс",
        "silinmiş öğeler",
    ),
    Role.ARCHIVE: (
        "archive", "archives", "архив", "архів", "archiv", "archivo", "archivio", "archiwum", "arşiv",
    ),
    Role.OUTBOX: (
        "outbox", "исходящие", "вихідні", "postausgang", "boîte d'envoi", "bandeja de salida",
    ),
}  # fmt: skip

_LIST = re.compile(
    rb"\* X?LIST \(([^)]*)\) (NIL|\"(?:\\.|[^\"\\])*\"|\{\d+\+?\}|[^ ]+) (.*)$", re.IGNORECASE | re.DOTALL
)
_PLAIN_LIST = b'LIST "" "*"'
_INHERITED = (Role.TRASH, Role.SPAM, Role.DRAFTS, Role.OUTBOX)


class Listed(NamedTuple):
    """One line of LIST. `name` is the server's, each byte one character; `separator` "" = flat."""

    name: str
    separator: str
    attributes: frozenset[str]

    @property
    def path(self) -> str:
        """Decoded, for people."""
        return decode_name(self.name)


def list_folders(session: Session) -> list[RemoteFolder]:
    """Every folder that can be selected, INBOX first."""
    return folders_of(_list_answers(session))


def folders_of(answers: Iterable[Answer]) -> list[RemoteFolder]:
    """What LIST lines say; other lines are nobody's business here."""
    listed = [one for one in _listed(answers) if not one.attributes & {"\\noselect", "\\nonexistent"}]
    roles = assign_roles(listed)
    folders = [RemoteFolder(one.path, one.name, roles[one.name]) for one in listed]
    return sorted(folders, key=lambda folder: (folder.role is not Role.INBOX, folder.path.casefold()))


def assign_roles(listed: Iterable[Listed]) -> dict[str, Role]:
    """By server's name. What the server says of one folder keeps guesses away from all others."""
    folders = list(listed)
    roles = {one.name: role for one in folders if (role := _stated_role(one)) is not None}
    stated = set(roles.values())
    for role, names in NAMES.items():
        if role not in stated:
            for one in _guessed(folders, names, role):
                roles.setdefault(one.name, role)
    for one in folders:
        roles.setdefault(one.name, _inherited_role(one, roles))
    return roles


def parse_list(answer: Answer) -> Listed | None:
    """A LIST or XLIST line; None for other lines and for names that no command could carry."""
    found = _LIST.match(answer.line)
    if found is None:
        return None
    literals = list(answer.literals)
    separator = literals.pop(0) if found[2].startswith(b"{") and len(literals) > 1 else unquoted(found[2])
    # The rest of the line is the name even where it should have been quoted: "[Old" (imapclient #583).
    rest = found[3].rstrip(b" ")
    name = literals[0] if literals else unquoted(rest)
    if not name or any(byte in name for byte in b"\r\n\0"):
        return None
    attributes = frozenset(found[1].decode("ascii", "replace").lower().split())
    return Listed(name.decode("latin-1"), separator.decode("latin-1"), attributes)


def decode_name(name: str) -> str:
    """Modified UTF-7 (RFC 3501 5.1.3); raw UTF-8 from servers that send it; what is broken stays as it is."""
    raw = name.encode("latin-1")
    try:
        path = str(imap_utf7.decode(raw)) if raw.isascii() else raw.decode("utf-8")
        path.encode("utf-8")  # half a surrogate pair decodes, and breaks whoever stores it
    except ValueError:
        return name
    return path


def encode_name(path: str) -> str:
    """The server's name of a folder to be made."""
    return str(imap_utf7.encode(path), "ascii")


def list_command(session: Session) -> bytes:
    """The one that says what each folder is for."""
    offered = session.capabilities
    if {"SPECIAL-USE", "LIST-EXTENDED"} <= offered:
        return b'LIST "" "*" RETURN (SPECIAL-USE)'
    return b'XLIST "" "*"' if "XLIST" in offered and "SPECIAL-USE" not in offered else _PLAIN_LIST


def unquoted(text: bytes) -> bytes:
    """A quoted string or NIL as what it means; anything else as it is."""
    if text.upper() == b"NIL":
        return b""
    if len(text) >= 2 and text[:1] == text[-1:] == b'"':
        return re.sub(rb"\\(.)", rb"\1", text[1:-1], flags=re.DOTALL)
    return text


def _list_answers(session: Session) -> list[Answer]:
    command = list_command(session)
    try:
        return session.run(command)
    except Refused:
        if command == _PLAIN_LIST:
            raise
        return session.run(_PLAIN_LIST)


def _listed(answers: Iterable[Answer]) -> Iterator[Listed]:
    seen = set()
    for answer in answers:
        listed = parse_list(answer)
        if listed is not None and listed.name not in seen:
            seen.add(listed.name)
            yield listed


def _stated_role(one: Listed) -> Role | None:
    if one.name.upper() == "INBOX":
        return Role.INBOX
    return next((ATTRIBUTES[word] for word in sorted(one.attributes) if word in ATTRIBUTES), None)


def _guessed(folders: list[Listed], names: tuple[str, ...], role: Role) -> list[Listed]:
    """The folders whose name says `role`: one for Sent and Archive, all for what is not synchronised."""
    found = [(names.index(plain), one) for one in folders if (plain := _plain_name(one)) in names]
    found.sort(key=lambda pair: (_depth(pair[1]), pair[0]))
    candidates = [one for _, one in found if _stated_role(one) is None]
    return candidates if role in _INHERITED else candidates[:1]


def _inherited_role(one: Listed, roles: dict[str, Role]) -> Role:
    """What lies inside the waste bin is waste."""
    parts = one.name.split(one.separator) if one.separator else [one.name]
    for count in range(len(parts) - 1, 0, -1):
        role = roles.get(one.separator.join(parts[:count]))
        if role in _INHERITED:
            return role
    return Role.OTHER


def _plain_name(one: Listed) -> str:
    last = one.name.rpartition(one.separator)[2] if one.separator else one.name
    plain = decode_name(last).casefold().replace("ё", "е").strip()
    # Only at the top, below INBOX or below a provider's own root: "Clients/Sent" is a user's folder.
    root = one.name[: -len(last) - 1] if one.separator and len(last) < len(one.name) else ""
    return plain if root.upper() in ("", "INBOX", "[GMAIL]", "[GOOGLE MAIL]") else ""


def _depth(one: Listed) -> int:
    return one.name.count(one.separator) if one.separator else 0
