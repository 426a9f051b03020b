"""The server's own certificate files, read again when they change: whoever renews them restarts nothing."""

from __future__ import annotations

import asyncio
import logging
import ssl
from dataclasses import dataclass
from pathlib import Path

from desktop_app.domain.errors import InputError

log = logging.getLogger(__name__)

LOOK_S = 2.0


@dataclass(frozen=True, slots=True)
class Certificate:
    """PEM files; the chain of the server's own certificate, and its key without a password."""

    chain: Path
    key: Path

    def context(self) -> ssl.SSLContext:
        """Raises InputError when the files are no certificate and its key."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2  # picture proxies and filters speak no newer one
        self._load(context)
        return context

    async def keep_fresh(self, context: ssl.SSLContext) -> None:
        """Runs as a task. New connections get the new certificate; those that are open keep theirs."""
        known = self._state()
        while True:
            await asyncio.sleep(LOOK_S)
            found = self._state()
            if found in (known, None):
                continue
            try:
                self.context()  # first aside: a chain without its key yet must not reach the one in use
                self._load(context)
            except InputError as error:  # half written, or only one of the two is new: the next look will do
                log.warning("the new certificate is not used: %s", error.params.get("text"))
            else:
                log.info("the certificate was read again")
                known = found

    def _load(self, context: ssl.SSLContext) -> None:
        try:
            context.load_cert_chain(self.chain, self.key, lambda: "")
        except OSError as error:  # SSLError among them
            raise InputError(field="certificate", reason="unusable_certificate", text=str(error)) from error

    def _state(self) -> tuple[int, ...] | None:
        """None while a file is not there."""
        try:
            both = [file.stat() for file in (self.chain, self.key)]
        except OSError:
            return None
        return tuple(number for one in both for number in (one.st_mtime_ns, one.st_size, one.st_ino))
