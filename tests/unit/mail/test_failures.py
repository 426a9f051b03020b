"""Servers' sentences and systems' exceptions become the errors that users can act on."""

import socket
import ssl

import pytest

from desktop_app.domain.errors import AuthRejected, PermissionDenied, ServerError, Throttled
from desktop_app.domain.model import Endpoint, Security
from desktop_app.mail.failures import network_failure, server_failure, shorten, sign_in_failure

HERE = Endpoint("mail.example.com", 993, Security.TLS)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (socket.gaierror(-2, "Name or service not known"), "unknown_host"),
        ("x".join(["a"] * 3).encode("idna") and UnicodeError("label too long"), "unknown_host"),
        (ConnectionRefusedError(), "refused"),
        (TimeoutError(), "timeout"),
        (ConnectionResetError(), "cut"),
        (ssl.SSLEOFError(), "cut"),
        (OSError(113, "No route to host"), "unreachable"),
    ],
)
def test_the_network_says_why(error: Exception, reason: str) -> None:
    failure = network_failure(error, HERE)
    assert failure.code == "offline"
    assert failure.params == {"host": "mail.example.com", "port": 993, "reason": reason}


def test_a_port_without_tls_is_unsupported() -> None:
    assert network_failure(ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong"), HERE).code == "unsupported"


@pytest.mark.parametrize(
    ("text", "kind", "params"),
    [
        ("[AUTHENTICATIONFAILED] Authentication failed.", AuthRejected, {"reason": "rejected"}),
        ("[ALERT] Application-specific password required", AuthRejected, {"reason": "app_password"}),
        ("NO Нужен пароль приложения", AuthRejected, {"reason": "app_password"}),
        ("[UNAVAILABLE] Temporary authentication failure", Throttled, {"after_s": 60}),
        ("[LIMIT] LOGIN Rate limit hit", Throttled, {"after_s": 60}),
    ],
)
def test_a_refused_sign_in_says_why(text: str, kind: type, params: dict) -> None:
    failure = sign_in_failure(text)
    assert type(failure) is kind
    assert params.items() <= failure.params.items()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Request is throttled. Suggested Backoff Time: 92415 milliseconds", Throttled),
        ("[OVERQUOTA] Account exceeded command or bandwidth limits", Throttled),
        ("[NOPERM] not yours", PermissionDenied),
        ("[SERVERBUG] Internal error occurred", ServerError),
    ],
)
def test_a_refused_command_says_why(text: str, kind: type) -> None:
    assert type(server_failure(text)) is kind


def test_a_servers_text_is_one_short_printable_line() -> None:
    assert shorten("a\r\nb\0" + "c" * 1000) == "a  b " + "c" * 295
