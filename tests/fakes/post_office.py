"""A real submission server (aiosmtpd) that keeps what it takes, or dies in the middle of it."""

import threading
import time

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult


class PostOffice(Controller):
    """Loopback, any free port; takes every password. `mode`: "" | "cut_after_data" | "refuse" | "busy"."""

    def __init__(self) -> None:
        self.letters: list[tuple[tuple[str, ...], bytes]] = []  # recipients, MIME
        self.attempts = 0
        self.mode = ""
        self._changed = threading.Condition()
        super().__init__(self, hostname="127.0.0.1", port=0)

    def copies(self, recipient: str = "") -> list[bytes]:
        """What was taken for a recipient, or for anybody."""
        return [mime for people, mime in self.letters if not recipient or recipient in people]

    def wait_for(self, count: int, within_s: float = 20.0) -> None:
        """Until so many letters were taken."""
        deadline = time.monotonic() + within_s
        with self._changed:
            while len(self.letters) < count:
                assert self._changed.wait(deadline - time.monotonic()), f"{len(self.letters)} letters came"

    def factory(self) -> SMTP:
        return SMTP(self, authenticator=self._welcome, auth_require_tls=False, decode_data=False)

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if self.mode == "busy":
            return "450 4.2.1 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        self.attempts += 1
        if self.mode == "cut_after_data":
            server.transport.abort()
            return "250 nobody reads this"
        if self.mode == "refuse":
            return "554 5.7.1 not wanted here"
        with self._changed:
            self.letters.append((tuple(envelope.rcpt_tos), envelope.content))
            self._changed.notify_all()
        return "250 queued"

    def _welcome(self, server, session, envelope, mechanism, data) -> AuthResult:
        return AuthResult(success=True)

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
