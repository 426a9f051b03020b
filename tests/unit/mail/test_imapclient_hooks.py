"""What `mail` takes for granted of imapclient and imaplib, neither of which promises it."""

import imaplib
import inspect
from importlib.metadata import version

import imapclient

from desktop_app.mail.imap_connection import Client
from desktop_app.mail.imap_wire import Wire


def test_imapclient_is_the_version_that_was_read() -> None:
    assert version("imapclient").startswith("4.1.")


def test_imapclient_makes_its_connection_where_we_step_in() -> None:
    source = inspect.getsource(imapclient.IMAPClient.__init__)
    assert "self._imap = self._create_IMAP4()" in source
    assert "self._imap.debug = 5" in source
    assert "self._imap.starttls(" in inspect.getsource(imapclient.IMAPClient.starttls)
    assert Client._create_IMAP4 is not imapclient.IMAPClient._create_IMAP4


def test_imaplib_reads_and_writes_through_the_methods_we_override() -> None:
    for name in ("open", "read", "readline", "send", "shutdown", "starttls"):
        assert getattr(Wire, name) is not getattr(imaplib.IMAP4, name)
    assert "self.open(" in inspect.getsource(imaplib.IMAP4.__init__)
    assert "self.readline()" in inspect.getsource(imaplib.IMAP4._get_line)
    assert "self.read(" in inspect.getsource(imaplib.IMAP4._get_response)
    assert "self.send(" in inspect.getsource(imaplib.IMAP4._command)


def test_imaplib_has_what_starttls_needs() -> None:
    source = inspect.getsource(imaplib.IMAP4.starttls)
    for name in ("_simple_command", "_get_capabilities", "_tls_established"):
        assert name in source
