"""A submission server that files what it takes into the sender's Sent, as Gmail and Microsoft 365 do."""

from datetime import datetime

from tests.fakes.dovecot import Dovecot
from tests.fakes.upstream import Upstream


class FilingUpstream(Upstream):
    """Each copy is filed as it was sent, before the 250, with a line of the server's own on top."""

    def __init__(self, dovecot: Dovecot, user: str, arrived: datetime) -> None:
        self._dovecot = dovecot
        self._user = user
        self._arrived = arrived
        super().__init__()

    async def handle_DATA(self, server, session, envelope) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        if answer.startswith("250"):
            filed = b"Received: by smtp.example\r\n" + envelope.content
            self._dovecot.append(self._user, "Sent", [(filed, self._arrived, ("\\Seen",))])
        return answer
