"""A window over an in-memory reader, and the engine's end of its connection."""

import multiprocessing
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection

import pytest
from PySide6.QtCore import QEvent, QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.domain.commands import Command, Result
from desktop_app.domain.facts import Fact
from desktop_app.settings.schema import Settings
from desktop_app.ui.bridge import Bridge
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.theme import Theme
from tests.fakes.fake_reader import FakeReader
from tests.fakes.sample_data import NOW, sample

WAIT_S = 5.0


class EngineEnd:
    """The other end of the pipe: a test reads commands there and answers them, or tells facts."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def command(self) -> Command:
        """The next command; fails when none comes."""
        assert self.connection.poll(WAIT_S), "the window sent no command"
        self._number, command = self.connection.recv()
        return command

    def answer(self, result: Result) -> None:
        """To the command taken last."""
        self.connection.send(("result", self._number, result))

    def tell(self, fact: Fact) -> None:
        self.connection.send(("fact", fact))

    def is_quiet(self) -> bool:
        return not self.connection.poll(0)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Dates and numbers of one country, whatever the machine's."""
    before = QLocale()
    QLocale.setDefault(QLocale("en"))
    yield
    QLocale.setDefault(before)


@pytest.fixture(autouse=True)
def _earlier_windows_gone(qapp: QApplication) -> None:
    """No event loop ran since the tests before; each style sheet would be worked out for theirs too."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    qapp.setStyle("Fusion")
    return Theme(qapp, "light")


@pytest.fixture
def pipe() -> Iterator[tuple[Connection, EngineEnd]]:
    ours, theirs = multiprocessing.Pipe()
    yield ours, EngineEnd(theirs)
    theirs.close()


@pytest.fixture
def engine(pipe: tuple[Connection, EngineEnd]) -> EngineEnd:
    return pipe[1]


@pytest.fixture
def bridge(qapp: QApplication, pipe: tuple[Connection, EngineEnd]) -> Iterator[Bridge]:
    made = Bridge(pipe[0])
    made.start()
    yield made
    made.close()


@pytest.fixture
def reader() -> FakeReader:
    return sample("en")


@pytest.fixture
def make_window(qtbot: QtBot, theme: Theme, bridge: Bridge) -> Iterator[Callable[[FakeReader], MainWindow]]:
    """Makes a shown window over a reader; it is disposed of at the end."""
    made: list[MainWindow] = []

    def make(reader: FakeReader, now: Callable[[], int] = lambda: NOW) -> MainWindow:
        window = MainWindow(theme, bridge, now, lambda one: Settings(one.settings(), {}))
        window.open(reader, lambda: reader)
        window.resize(1280, 800)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitExposed(window)
        made.append(window)
        return window

    yield make
    for window in made:
        window.dispose()


@pytest.fixture
def window(make_window: Callable[[FakeReader], MainWindow], reader: FakeReader) -> MainWindow:
    return make_window(reader)
