"""httpx through the proxy of a company that wants a sign-in of the operating system (`mail.proxy`)."""

from __future__ import annotations

import ssl
from typing import Any
from urllib.parse import urlsplit

import httpcore
import httpx

from desktop_app.domain.errors import Unsupported
from desktop_app.mail.proxy import CONNECT_S, Proxy, proxy_to, through


def transport(context: ssl.SSLContext, host: str) -> httpx.BaseTransport | None:
    """For httpx, which can sign in by Basic alone. None: nothing stands between, or httpx does it better."""
    try:
        proxy = proxy_to(host)
    except Unsupported:
        return None
    return None if proxy is None else _Tunnelled(context, proxy)


def client_to(url: str, context: ssl.SSLContext, timeout: httpx.Timeout | float) -> httpx.Client:
    """For questions to the server of `url` alone; its own troubles are HTTPErrors, a proxy's MailErrors."""
    by_proxy = transport(context, urlsplit(url).hostname or "")
    return httpx.Client(verify=context, timeout=timeout, transport=by_proxy)


class _Stream:
    """A `Line` of httpcore, whose errors httpx knows."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self.stream = stream

    def say(self, data: bytes) -> None:
        self.stream.write(data, CONNECT_S)

    def hear(self) -> bytes:
        return self.stream.read(4096, CONNECT_S)

    def close(self) -> None:
        self.stream.close()


class _Backend(httpcore.NetworkBackend):
    """Where httpcore connects, the tunnel is dug; TLS to the server is its own again."""

    def __init__(self, proxy: Proxy) -> None:
        self._proxy = proxy
        self._plain = httpcore.SyncBackend()

    def connect_tcp(self, host: str, port: int, *args: Any, **more: Any) -> httpcore.NetworkStream:  # noqa: ANN401
        def connect() -> _Stream:
            return _Stream(self._plain.connect_tcp(self._proxy.host, self._proxy.port, *args, **more))

        return through(connect, self._proxy, host, port).stream


class _Tunnelled(httpx.HTTPTransport):
    """httpx takes no `network_backend`, so its pool is made here."""

    def __init__(self, context: ssl.SSLContext, proxy: Proxy) -> None:
        super().__init__(verify=context, trust_env=False)
        self._pool = httpcore.ConnectionPool(ssl_context=context, network_backend=_Backend(proxy))
