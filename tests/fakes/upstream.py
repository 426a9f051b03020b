"""A submission server that answers each recipient as a test tells it, for what lies in front of it."""

from aiosmtpd.smtp import SMTP

from tests.fakes.post_office import PostOffice


class Upstream(PostOffice):
    """`rcpt` and `data`: recipient to the answers in turn; "cut" aborts the line. Without one: 250."""

    def __init__(self, **options) -> None:
        self.rcpt: dict[str, list[str]] = {}
        self.data: dict[str, list[str]] = {}
        self.mail = ""
        self.envelopes: list[tuple[str, list[str]]] = []  # sender, options of MAIL
        self.sessions = 0
        self._options = options
        super().__init__()

    def factory(self) -> SMTP:
        self.sessions += 1
        options = {"enable_SMTPUTF8": True, **self._options}
        return SMTP(
            self, authenticator=self._welcome, auth_require_tls=False, decode_data=False, **options
        )

    async def handle_MAIL(self, server, session, envelope, address, options) -> str:
        if self.mail:
            return self.mail
        envelope.mail_from = address or "<>"
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        answer = self._next(self.rcpt, address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope) -> str:
        answer = self._next(self.data, envelope.rcpt_tos[0])
        if answer == "cut":
            server.transport.abort()
            return "250 nobody reads this"
        if answer.startswith("250"):
            self.envelopes.append((envelope.mail_from, list(envelope.mail_options)))
            return await super().handle_DATA(server, session, envelope)
        return answer

    def reached(self) -> list[str]:
        """Every recipient of every letter that was taken, in order."""
        return [who for people, _ in self.letters for who in people]

    def _next(self, answers: dict[str, list[str]], who: str) -> str:
        waiting = answers.get(who, [])
        return waiting.pop(0) if waiting else "250 OK"
