"""Microsoft Graph on loopback: delta, pages, throttling, drafts, sending, uploads; held to the published
CSDL.

What the metadata would not let pass, asked or answered, is remembered in `faults`, as is a request without
immutable ids; a test that leaves something there fails.
"""

import base64
import contextlib
import itertools
import json
import re
import socket
import sys
import threading
import time
import traceback
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.mime.base import MIMEBase
from email.utils import getaddresses
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from desktop_app.domain.model import AccountKind, AccountSettings
from tests.fakes.graph_mailbox import (
    ADDRESS,
    Folder,
    Item,
    Mailbox,
    children,
    faults_of,
    folder_json,
    message_json,
    mime_of,
    properties,
    tags_json,
)

TOKEN = "token-1"
CONCURRENT_MAX = 4


class Refused(Exception):
    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


@dataclass
class Round:
    """What a delta link stands for: the rest of a round, or the changes since."""

    folder: Folder
    query: dict[str, str]
    rest: list[tuple[str, str]] | None
    since: int


class FakeGraph:
    """`trouble` maps an operation to what happens at its next call: (status, code), or "lost" (done, and
    the answer is cut) or "late" (done, and answered after `late_s`). `slow_s` delays answers. `asked` are
    the operations; `most_at_once` of them ran together.
    """

    def __init__(self) -> None:
        self.mailbox = Mailbox()
        self.others: dict[str, Mailbox] = {}  # which the one who has signed in may open, by address
        self.tokens = {TOKEN}
        self.trouble: dict[str, tuple[int, str] | str] = {}
        self.retry_after = "7"
        self.refuses_expand = False
        self.tells_changes = True
        self.elsewhere = ""  # where the next page is said to be
        self.page_max = 1000
        self.request_max = 4 * 1024 * 1024
        self.slow_s = 0.0
        self.late_s = 0.0
        self.without_sent_copy = False
        self.only_drafts = False  # whatever is said of its flags when a message is made
        self.renames = False  # gives drafts a Message-ID of its own
        self.person: dict[str, object] = {
            "mail": ADDRESS, "userPrincipalName": ADDRESS, "proxyAddresses": [f"SMTP:{ADDRESS}"],
        }  # fmt: skip
        self.sent: list[bytes] = []
        self.asked: list[str] = []
        self.answered_bytes = 0
        self.most_at_once = 0
        self.faults: list[str] = []
        self._running = 0
        self._stopping = threading.Event()
        self._rounds: dict[str, Round] = {}
        self._uploads: dict[str, tuple[Item, dict[str, object], bytearray]] = {}
        self._numbers = itertools.count(1)
        self._lock = threading.RLock()
        self._lines: set[socket.socket] = set()
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def account(self, **changes: object) -> AccountSettings:
        values = {"address": ADDRESS, "user": ADDRESS, "graph_url": self.url, "name": "Marina"} | changes
        return AccountSettings(AccountKind.GRAPH, **values)

    def count(self, operation: str) -> int:
        return self.asked.count(operation)

    def forget_rounds(self) -> None:
        """Delta links of before are gone: 410."""
        self._rounds.clear()

    def start(self, port: int = 0) -> None:
        fake = self
        self._stopping.clear()

        class Server(ThreadingHTTPServer):
            daemon_threads = False
            block_on_close = True

            def handle_error(self, request, address) -> None:
                if not isinstance(sys.exc_info()[1], OSError):
                    fake.faults.append(traceback.format_exc())

        self._server = Server(("127.0.0.1", port), type("Handler", (_Handler,), {"fake": self}))
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="fake-graph")
        self._thread.start()

    def restart(self) -> None:
        self.start(self.port)

    def stop(self) -> None:
        self._stopping.set()
        self._server.shutdown()
        self.cut_lines()
        self._server.server_close()
        self._thread.join()

    def cut_lines(self) -> None:
        for line in list(self._lines):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    close = stop

    def check(self) -> None:
        """Raises when something was asked or answered that Graph does not know."""
        assert not self.faults, "\n".join(self.faults)

    # what is asked

    def answer(self, method: str, target: str, headers, body: bytes) -> tuple[int, object, bool | str]:
        """Status, what to say (bytes or JSON), and whether the answer is lost."""
        parts = urlsplit(target)
        query = {unquote(k): v[0] for k, v in parse_qs(parts.query).items()}
        if parts.path.startswith("/upload/"):
            if headers.get("Authorization"):
                self.faults.append("the token was shown to the place of an upload")
            return self._upload(parts.path.rpartition("/")[2], headers, body)
        found = re.fullmatch(r"/v1\.0/(me|users/[^/]+)(/.*)?", parts.path)
        if found is None:
            return 404, _error("BadRequest", "no such place"), False
        whose = unquote(found[1]).removeprefix("users/")
        self._whose = found[1]
        if whose in self.others:
            own, self.mailbox = self.mailbox, self.others[whose]
            try:
                return self._answer(method, unquote(found[2] or ""), query, headers, body)
            finally:
                self.mailbox = own
        if whose not in ("me", ADDRESS):
            self.asked.append("stranger")
            return 403, _error("ErrorAccessDenied", "Access is denied."), False
        return self._answer(method, unquote(found[2] or ""), query, headers, body)

    def _answer(self, method: str, path: str, query, headers, body: bytes) -> tuple[int, object, bool | str]:
        operation, call = self._route(method, path, query, headers, body)
        self.asked.append(operation)
        if headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            return 401, _error("InvalidAuthenticationToken", "Access token has expired."), False
        if 'IdType="ImmutableId"' not in headers.get("Prefer", ""):
            self.faults.append(f"{operation} without immutable ids")
        trouble = self.trouble.pop(operation, None)
        if isinstance(trouble, tuple):
            return trouble[0], _error(trouble[1], "trouble of the test"), False
        try:
            status, said = call()
        except Refused as error:
            return error.status, _error(error.code, "refused"), False
        return status, said, trouble or ""

    def _route(self, method: str, path: str, query, headers, body: bytes):
        for verb, pattern, name in _ROUTES:
            if verb == method and (found := re.fullmatch(pattern, path)):
                handler, groups = getattr(self, f"_{name}"), found.groups()
                return name, partial(handler, *groups, query=query, headers=headers, body=body)
        return "unknown", lambda: (404, _error("BadRequest", f"{method} {path}"))

    def _me(self, **_: object) -> tuple[int, object]:
        return 200, self._checked("user", dict(self.person))

    def _folders(self, parent: str | None = None, *, query, **_: object) -> tuple[int, object]:
        above = self.mailbox.root if parent is None else self._folder(parent)
        rows = [one for one in children(self.mailbox, above) if not one.hidden]
        top, skip = int(query.get("$top", "10")), int(query.get("$skip", "0"))
        said: dict[str, object] = {"value": [self._folder_row(one, query) for one in rows[skip : skip + top]]}
        if skip + top < len(rows):
            place = "mailFolders" if parent is None else f"mailFolders/{parent}/childFolders"
            following = {**query, "$skip": str(skip + top)}
            said["@odata.nextLink"] = self._link(place, following)
        return 200, said

    def _one_folder(self, one: str, *, query, **_: object) -> tuple[int, object]:
        return 200, self._folder_row(self._folder(one), query)

    def _find(self, folder: str, *, query, **_: object) -> tuple[int, object]:
        wanted = re.fullmatch(r"internetMessageId eq '(.*)'", query.get("$filter", ""))
        if wanted is None:
            raise Refused(400, "ErrorInvalidUrlQueryFilter")
        message_id = wanted[1].replace("''", "'")
        items = self._folder(folder).items.values()
        found = [one for one in items if message_json(one)["internetMessageId"] == message_id]
        return 200, {"value": [self._message(one, query) for one in found]}

    def _delta(self, folder: str, *, query, headers, **_: object) -> tuple[int, object]:
        token = query.get("$skiptoken") or query.get("$deltatoken")
        if token is None:
            if (
                query.get("$orderby", "receivedDateTime desc") != "receivedDateTime desc"
                or "$filter" in query
            ):
                raise Refused(400, "ErrorInvalidUrlQuery")
            place = self._folder(folder)
            self._refuse_expand(query)
            ids = [(one, "whole") for one in self.mailbox.newest_first(place)]
            turn = Round(place, query, ids, self.mailbox.sequence)
        else:
            known = self._rounds.get(token)
            if known is None:
                raise Refused(410, "SyncStateNotFound")
            turn = known
            if turn.rest is None:
                changed = self.mailbox.changed_since(turn.folder, turn.since)
                turn = Round(turn.folder, turn.query, changed, self.mailbox.sequence)
        size = re.search(r"odata\.maxpagesize=(\d+)", headers.get("Prefer", ""))
        size = min(int(size[1]) if size else 10, self.page_max)
        rest = turn.rest or []
        said: dict[str, object] = {"value": [self._delta_row(turn, *one) for one in rest[:size]]}
        if len(rest) > size:
            following = Round(turn.folder, turn.query, rest[size:], turn.since)
            said["@odata.nextLink"] = self._round_link(folder, "$skiptoken", following)
        else:
            following = Round(turn.folder, turn.query, None, turn.since)
            said["@odata.deltaLink"] = self._round_link(folder, "$deltatoken", following)
        return 200, said

    def _get(self, one: str, *, query, **_: object) -> tuple[int, object]:
        return 200, self._message(self._item(one), query)

    def _value(self, one: str, **_: object) -> tuple[int, object]:
        return 200, self._item(one).mime

    def _patch(self, one: str, *, body: bytes, **_: object) -> tuple[int, object]:
        item, said = self._item(one), json.loads(body)
        self.faults += faults_of("message", said)
        rows = said.get("singleValueExtendedProperties", [])
        self.mailbox.set_tags(item, {row["id"].lower(): row["value"] for row in rows})
        if "internetMessageId" in said:
            if not item.draft:
                raise Refused(400, "ErrorInvalidPropertySet")
            item.message_id = said["internetMessageId"]
        if "isRead" in said:
            self.mailbox.set_read(item, said["isRead"])
        return 200, self._message(item, {})

    def _remove(self, one: str, **_: object) -> tuple[int, object]:
        self.mailbox.delete(self._item(one))
        return 204, b""

    def _create(self, folder: str = "drafts", *, headers, body: bytes, **_: object) -> tuple[int, object]:
        if len(body) > self.request_max:
            raise Refused(413, "RequestEntityTooLarge")
        if headers.get("Content-Type") == "application/json":
            return 201, self._message(self._created(self._folder(folder), json.loads(body)), {})
        if headers.get("Content-Type") != "text/plain":
            raise Refused(400, "BadRequest")
        item = self.mailbox.put(self._folder(folder), base64.b64decode(body, validate=True), draft=True)
        if self.renames:
            item.message_id = f"<renamed-{item.serial}@linia.example>"
        return 201, self._message(item, {})

    def _created(self, folder: Folder, said: dict) -> Item:
        """By its properties. Whether it is a draft is told now or never."""
        self.faults += faults_of("message", said)
        tags = {row["id"]: row["value"] for row in said["singleValueExtendedProperties"]}
        draft = self.only_drafts or bool(int(tags.pop("Integer 0x0E07", "8")) & 8)
        stamp = tags.pop("SystemTime 0x0E06", None)
        at = datetime.fromisoformat(stamp) if stamp else None
        read = said.get("isRead", False)
        item = self.mailbox.put(folder, mime_of(said), at, read=read, draft=draft, sent=True)
        item.hidden = said.get("bccRecipients", [])
        return item

    def _move(self, one: str, *, body: bytes, **_: object) -> tuple[int, object]:
        item = self._item(one)
        self.mailbox.move(item, self._folder(json.loads(body)["destinationId"]))
        return 201, self._message(item, {})

    def _purge(self, one: str, **_: object) -> tuple[int, object]:
        item = self._item(one)
        self.mailbox.delete(item)
        return 204, b""

    def _send(self, one: str, **_: object) -> tuple[int, object]:
        item = self._item(one)
        if not item.draft:
            raise Refused(400, "ErrorInvalidRequest")
        mime = item.mime
        if item.message_id:
            mime = re.sub(rb"(?im)^Message-ID:.*$", b"Message-ID: " + item.message_id.encode(), mime, count=1)
        names = getaddresses(
            message_from_bytes(mime).get_all("To", []) + message_from_bytes(mime).get_all("Bcc", [])
        )
        if not names:
            raise Refused(400, "ErrorInvalidRecipients")
        self.mailbox.delete(item)
        if not self.without_sent_copy:
            kept = self.mailbox.put(self.mailbox.known["sentitems"], mime, read=True, sent=True)
            kept.hidden = message_json(item)["bccRecipients"]
        self.sent.append(mime)
        return 202, b""

    def _attach(self, one: str, *, body: bytes, **_: object) -> tuple[int, object]:
        if len(body) > self.request_max:
            raise Refused(413, "RequestEntityTooLarge")
        said = json.loads(body)
        self.faults += faults_of("fileAttachment", said)
        _put_on(self._item(one), said, base64.b64decode(said["contentBytes"]))
        return 201, {"id": "AAatt=", "name": said["name"]}

    def _create_upload(self, one: str, *, body: bytes, **_: object) -> tuple[int, object]:
        wanted = json.loads(body)["AttachmentItem"]
        self.faults += faults_of("attachmentItem", wanted)
        number = str(next(self._numbers))
        self._uploads[number] = (self._item(one), wanted, bytearray())
        said = {"uploadUrl": f"{self.url}/upload/{number}", "nextExpectedRanges": ["0-"]}
        return 201, self._checked("uploadSession", said)

    def _upload(self, number: str, headers, body: bytes) -> tuple[int, object, bool | str]:
        self.asked.append("upload")
        item, wanted, so_far = self._uploads[number]
        first, last, total = map(
            int, re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", headers["Content-Range"]).groups()
        )
        piece_wrong = last != total - 1 and len(body) % (320 * 1024)
        if (
            first != len(so_far)
            or last - first + 1 != len(body)
            or piece_wrong
            or len(body) > self.request_max
        ):
            return 416, _error("InvalidRange", "pieces in their order"), False
        so_far += body
        if len(so_far) < total:
            return 200, {"nextExpectedRanges": [f"{len(so_far)}-"]}, False
        _put_on(item, wanted, bytes(so_far))
        return 201, {}, False

    # what is told

    def _delta_row(self, turn: Round, one: str, kind: str) -> dict[str, object]:
        item = turn.folder.items.get(one)
        if kind == "removed" or item is None:
            return {"id": one, "@removed": {"reason": "deleted"}}
        if kind == "read":
            told = {"id": one, "isRead": item.read, "parentFolderId": item.folder.id}
            return {"@odata.type": "#microsoft.graph.message", **told}
        return self._message(item, turn.query)

    def _message(self, item: Item, query: dict[str, str]) -> dict[str, object]:
        found = message_json(item)
        if "$select" in query:
            wanted = query["$select"].split(",")
            unknown = [one for one in wanted if one not in properties("message")]
            if unknown:
                self.faults.append(f"a message has no {unknown}")
            found = {name: value for name, value in found.items() if name in {*wanted, "id"}}
        else:
            found.pop("internetMessageHeaders", None)
        tags = tags_json(item)
        wanted = {_spelled(one): one for one in re.findall(r"id eq '([^']+)'", query.get("$expand", ""))}
        rows = [{"id": wanted[one], "value": value} for one, value in tags.items() if one in wanted]
        if rows:
            found["singleValueExtendedProperties"] = rows
        return self._checked("message", {"@odata.etag": 'W/"1"', **found})

    def _folder_row(self, folder: Folder, query: dict[str, str]) -> dict[str, object]:
        found = folder_json(self.mailbox, folder)
        wanted = query.get("$select", ",".join(found)).split(",")
        self.faults += [f"a folder has no {one}" for one in wanted if one not in properties("mailFolder")]
        found = {name: value for name, value in found.items() if name in wanted}
        if "$expand" in query:
            if not self.tells_changes:
                raise Refused(400, "ErrorInvalidProperty")
            at = folder.log[-1][0] if folder.log else 0
            stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(1_700_000_000 + at))
            found["singleValueExtendedProperties"] = [{"id": "SystemTime 0x670a", "value": stamp}]
        return self._checked("mailFolder", found)

    def _refuse_expand(self, query: dict[str, str]) -> None:
        if self.refuses_expand and "$expand" in query:
            raise Refused(500, "InternalServerError")

    def _checked(self, kind: str, said: dict[str, object]) -> dict[str, object]:
        self.faults += faults_of(kind, said)
        return said

    def _folder(self, name: str) -> Folder:
        found = self.mailbox.folder(name)
        if found is None:
            raise Refused(404, "ErrorItemNotFound")
        return found

    def _item(self, one: str) -> Item:
        found = self.mailbox.item(one)
        if found is None:
            raise Refused(404, "ErrorItemNotFound")
        return found

    def _link(self, place: str, query: dict[str, str]) -> str:
        return f"{self.elsewhere or self.public}/v1.0/{self._whose}/{place}?{urlencode(query)}"

    def _round_link(self, folder: str, name: str, turn: Round) -> str:
        token = f"t{next(self._numbers)}"
        self._rounds[token] = turn
        return self._link(f"mailFolders/{folder}/messages/delta", {name: token})

    _whose = "me"
    public = ""  # what the client calls us, by the Host header of its request


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    fake: FakeGraph
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self.fake._lines.add(self.connection)

    def finish(self) -> None:
        self.fake._lines.discard(self.connection)
        with contextlib.suppress(OSError):
            super().finish()

    def _serve(self) -> None:
        fake = self.fake
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with fake._lock:
            fake._running += 1
            fake.most_at_once = max(fake.most_at_once, fake._running)
            busy = fake._running > CONCURRENT_MAX
        try:
            if fake.slow_s:
                fake._stopping.wait(fake.slow_s)
            with fake._lock:
                fake.public = f"http://{self.headers['Host']}"
                if busy:
                    status, said, lost = 429, _error("ApplicationThrottled", "MailboxConcurrency"), False
                else:
                    status, said, lost = fake.answer(self.command, self.path, self.headers, body)
        finally:
            with fake._lock:
                fake._running -= 1
        if lost == "late":
            time.sleep(fake.late_s)
        elif lost:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        raw = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(status)
        if status in (429, 503):
            self.send_header("Retry-After", fake.retry_after)
        kind = "text/plain" if isinstance(said, bytes) else "application/json"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)
        fake.answered_bytes += len(raw)

    do_GET = do_POST = do_PATCH = do_DELETE = do_PUT = _serve  # noqa: N815 - names of http.server

    def log_message(self, *_: object) -> None:
        pass


_ROUTES = (
    ("GET", r"", "me"),
    ("GET", r"/mailFolders", "folders"),
    ("GET", r"/mailFolders/([^/]+)/childFolders", "folders"),
    ("GET", r"/mailFolders/([^/]+)/messages/delta", "delta"),
    ("GET", r"/mailFolders/([^/]+)/messages", "find"),
    ("POST", r"/mailFolders/([^/]+)/messages", "create"),
    ("GET", r"/mailFolders/([^/]+)", "one_folder"),
    ("POST", r"/messages", "create"),
    ("POST", r"/messages/([^/]+)/send", "send"),
    ("POST", r"/messages/([^/]+)/move", "move"),
    ("POST", r"/messages/([^/]+)/permanentDelete", "purge"),
    ("POST", r"/messages/([^/]+)/attachments/createUploadSession", "create_upload"),
    ("POST", r"/messages/([^/]+)/attachments", "attach"),
    ("GET", r"/messages/([^/]+)/\$value", "value"),
    ("GET", r"/messages/([^/]+)", "get"),
    ("PATCH", r"/messages/([^/]+)", "patch"),
    ("DELETE", r"/messages/([^/]+)", "remove"),
)


def _error(code: str, message: str) -> dict[str, object]:
    return {"error": {"code": code, "message": message}}


def _spelled(key: str) -> str:
    kind, _, tag = key.lower().partition(" ")
    return f"{kind} 0x{tag[2:].lstrip('0')}"


def _put_on(item: Item, wanted: dict[str, object], content: bytes) -> None:
    letter = message_from_bytes(item.mime)
    kind, _, sub = str(wanted["contentType"]).partition("/")
    part: Message = MIMEBase(kind, sub)
    part.set_payload(base64.encodebytes(content).decode())
    part["Content-Transfer-Encoding"] = "base64"
    part.add_header("Content-Disposition", "attachment", filename=str(wanted["name"]))
    letter.attach(part)
    item.mime = letter.as_bytes()
