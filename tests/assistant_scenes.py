"""Every step of the assistant for each kind of mailbox, and each trouble on the way, as `tests.shots` shows
them.
"""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QEventLoop, QTimer

from desktop_app.domain.commands import (
    AddAccount,
    AwaitDeviceCode,
    DeviceCode,
    Discover,
    GetDeviceCode,
    Result,
    SignIn,
    TestAccount,
    TestStep,
)
from desktop_app.domain.errors import AuthRejected, ConsentNeeded, PermissionDenied, TlsUntrusted, Unsupported
from desktop_app.domain.facts import SyncState
from desktop_app.domain.model import AccountId, AccountKind, AccountSettings, Endpoint, Security
from desktop_app.ui.assistant import Assistant
from desktop_app.ui.main_window import MainWindow
from tests.fakes.ui_world import FakeBridge

ME = "marina@linia.example"
IMAP = AccountSettings(
    AccountKind.IMAP,
    ME,
    ME,
    Endpoint("imap.linia.example", 993, Security.TLS),
    Endpoint("smtp.linia.example", 465, Security.TLS),
)
EWS = AccountSettings(AccountKind.EWS, ME, ME)
GRAPH = AccountSettings(AccountKind.GRAPH, ME, ME)
URL = "https://mail.linia.example/EWS/Exchange.asmx"
HOST = "mail.linia.example"
LINK = "https://login.microsoftonline.com/linia.example/adminconsent?client_id=0b5c1a52-77aa-4e0b-9a0e-1d6a2f"
CODE = DeviceCode("https://microsoft.com/devicelogin", "HX4L-9TPQ", 900.0)
FINGERPRINT = "9f2c41d07be85a3316e4b7c8d95f0a2e61b38d47ca90ff1275de4c8803a1b6f4"
SETTLE_MS = 250

Scene = Callable[["Stage"], None]


class Stage:
    """A fresh assistant in the window, and the engine that answers it from a table."""

    def __init__(self, window: MainWindow, bridge: FakeBridge, assistant: Assistant) -> None:
        self.window, self.bridge, self.assistant = window, bridge, assistant

    def find(self, *found: AccountSettings, tested: list[TestStep] | None = None) -> None:
        """From the first step with a password to the second."""
        self.bridge.answers[Discover] = Result(list(found))
        self.bridge.answers[TestAccount] = None if tested is None else Result(tested)
        self.assistant.address_step._address.setText(ME)
        self.assistant.address_step._password.setText("secret")
        self.assistant.address_step._button.click()
        rest()

    def microsoft(self) -> None:
        self.assistant.address_step._address.setText(ME)
        self.assistant.address_step.issuer_buttons["microsoft"].click()
        rest()


def scenes(window: MainWindow, bridge: FakeBridge) -> Iterator[str]:
    """Brings up one after the other; the name of what is shown."""
    for name, play in SCENES.items():
        bridge.answers = {SignIn: None, AwaitDeviceCode: None, GetDeviceCode: Result(CODE)}
        bridge.answers[AddAccount] = Result(3)
        window.show_page("leads")
        page = window._pages.get("assistant")
        if page is not None:
            page._renew()
        window.show_page("assistant")
        rest()
        play(Stage(window, bridge, window._pages["assistant"].assistant))
        rest()
        yield f"assistant-{name}"


def _good(*steps: str) -> list[TestStep]:
    details = {"resolve": "203.0.113.5", "connect": f"{HOST}:443", "secure": "tls", "sign_in": ME}
    details |= {"folders": "14", "bell": "idle", "smtp": "smtp.linia.example", "discover": URL}
    return [TestStep(step, detail=details[step]) for step in steps]


def _failed(*steps: str, error: Exception) -> list[TestStep]:
    *good, last = steps
    return [*_good(*good), TestStep(last, error)]


_IMAP_STEPS = ("resolve", "connect", "secure", "sign_in", "folders", "bell", "smtp")
_EWS_STEPS = ("discover", "resolve", "connect", "secure", "sign_in", "folders")
_GRAPH_STEPS = ("resolve", "connect", "sign_in", "folders")


def _address(stage: Stage) -> None:
    stage.assistant.address_step._address.setText(ME)


def _google(stage: Stage) -> None:
    _address(stage)
    stage.assistant.address_step.issuer_buttons["google"].click()


def _letters(stage: Stage) -> None:
    stage.find(IMAP, tested=_good(*_IMAP_STEPS))
    stage.assistant.servers_step._add.click()
    rest()
    stage.assistant._rest.add(-10.0, 0)
    stage.bridge.sync_state.emit(SyncState(AccountId(3), "syncing", 1200, 8412))


def _ews_typed(stage: Stage) -> None:
    stage.find(EWS, tested=_good(*_EWS_STEPS))
    stage.assistant.servers_step.user.setText("LINIA\\marina")


def _certificate(stage: Stage) -> None:
    untrusted = TlsUntrusted(host=HOST, fingerprint=FINGERPRINT, reason="self-signed certificate")
    stage.find(EWS, tested=_failed(*_EWS_STEPS[:4], error=untrusted))


def _inspected(stage: Stage) -> None:
    error = AuthRejected(reason="maybe_inspected", host=HOST)
    stage.find(EWS, tested=_failed(*_EWS_STEPS[:5], error=error))


def _refused(stage: Stage) -> None:
    error = PermissionDenied(reason="ews_refused", host=HOST, agent="Otklik-EWS/1")
    stage.find(EWS, tested=_failed(*_EWS_STEPS[:5], error=error))


def _moved(stage: Stage) -> None:
    error = Unsupported(what="at_microsoft", address=ME)
    stage.find(EWS, GRAPH, IMAP, tested=_failed("discover", error=error))


def _registration(stage: Stage) -> None:
    stage.assistant._registered = False
    panel = stage.assistant.servers_step.microsoft
    for widget in (panel.registration, panel.directory, panel.told):
        widget.show()
    stage.microsoft()


def _registration_code(stage: Stage) -> None:
    _registration(stage)
    stage.assistant.servers_step.microsoft.view.code.emit()


def _code(stage: Stage) -> None:
    stage.microsoft()
    view = stage.assistant.servers_step.microsoft.view
    view.cancel.emit()
    view.code.emit()


def _signed_in(stage: Stage) -> None:
    stage.bridge.answers[SignIn] = Result('["msal", "{}"]')
    stage.bridge.answers[TestAccount] = Result(_good(*_GRAPH_STEPS))
    stage.microsoft()


def _consent(stage: Stage) -> None:
    stage.bridge.answers[SignIn] = Result(error=ConsentNeeded(url=LINK, reason="admin"))
    stage.microsoft()


def _wrong(stage: Stage) -> None:
    error = AuthRejected(reason="rejected")
    stage.find(IMAP, tested=_failed(*_IMAP_STEPS[:4], error=error))


SCENES: dict[str, Scene] = {
    "1": _address,
    "1-google": _google,
    "imap-testing": lambda stage: stage.find(IMAP),
    "imap-good": lambda stage: stage.find(IMAP, tested=_good(*_IMAP_STEPS)),
    "imap-wrong": _wrong,
    "imap-none": lambda stage: stage.find(),
    "ews-good": lambda stage: stage.find(EWS, IMAP, tested=_good(*_EWS_STEPS)),
    "ews-typed": _ews_typed,
    "ews-certificate": _certificate,
    "ews-inspected": _inspected,
    "ews-refused": _refused,
    "ews-moved": _moved,
    "365-registration": _registration,
    "365-registration-code": _registration_code,
    "365-browser": lambda stage: stage.microsoft(),
    "365-code": _code,
    "365-consent": _consent,
    "365-good": _signed_in,
    "3": _letters,
}


def rest() -> None:
    loop = QEventLoop()
    QTimer.singleShot(SETTLE_MS, loop.quit)
    loop.exec()
