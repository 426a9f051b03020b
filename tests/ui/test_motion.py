"""Movement: panels alone, 120 ms, and none where the system or the user wants none."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPropertyAnimation
from PySide6.QtWidgets import QWidget

import desktop_app.ui
from desktop_app.domain.facts import Changed
from desktop_app.ui.motion import PANEL_MS, Motion
from desktop_app.ui.program import Program
from desktop_app.ui.system_motion import COMMANDS, SystemMotion, moves_of

ANIMATIONS = re.compile(r"Q\w*Animation\b|QTimeLine|QGraphicsOpacityEffect|QEasingCurve|QMovie")


def slides(widget: QWidget) -> list[QPropertyAnimation]:
    return widget.findChildren(QPropertyAnimation)


@pytest.fixture
def whole(qtbot) -> QWidget:
    one = QWidget()
    qtbot.addWidget(one)
    one.show()
    return one


@pytest.fixture
def panel(whole) -> QWidget:
    one = QWidget(whole)
    one.move(100, 0)
    one.show()
    return one


def test_nothing_in_the_window_moves_but_through_the_one_place():
    folder = Path(desktop_app.ui.__file__).parent
    found = [
        path.name for path in folder.rglob("*.py") if ANIMATIONS.search(path.read_text(encoding="utf-8"))
    ]
    assert found == ["motion.py"]


def test_a_panel_comes_to_its_place_in_120_ms(panel, qtbot):
    motion = Motion()
    motion.allow("system", system_moves=True)
    motion.slide(panel, QPoint(48, 0))
    (slide,) = slides(panel)
    assert slide.duration() == PANEL_MS == 120
    assert panel.pos() == QPoint(148, 0)
    qtbot.waitUntil(lambda: panel.pos() == QPoint(100, 0))


def test_who_gets_another_place_on_the_way_stays_there(panel):
    motion = Motion()
    motion.allow("system", system_moves=True)
    motion.slide(panel, QPoint(48, 0))
    motion.settle(panel)
    panel.move(30, 0)
    assert panel.pos() == QPoint(30, 0)
    assert [one for one in slides(panel) if one.state() is QPropertyAnimation.State.Running] == []


@pytest.mark.parametrize(("choice", "system_moves"), [("none", True), ("system", False), ("none", False)])
def test_none_means_none(panel, choice, system_moves):
    motion = Motion()
    motion.allow(choice, system_moves=system_moves)
    motion.slide(panel, QPoint(48, 0))
    assert panel.pos() == QPoint(100, 0)
    assert slides(panel) == []


@pytest.mark.parametrize(
    ("platform", "answer", "moves"),
    [
        ("linux", "true\n", True),
        ("linux", "false\n", False),
        ("linux", "No such schema", None),
        ("darwin", "1\n", False),
        ("darwin", "0\n", True),
        ("darwin", "", None),
    ],
)
def test_the_answer_of_the_system_is_understood(platform, answer, moves):
    assert moves_of(platform, answer) is moves


def test_the_system_is_asked_without_waiting_and_a_missing_program_says_nothing(qtbot, monkeypatch, tmp_path):
    program = tmp_path / "answers"
    program.write_text("#!/bin/sh\necho false\n", encoding="utf-8")
    program.chmod(0o755)
    told = []

    def asked(*command: str) -> SystemMotion:
        monkeypatch.setitem(COMMANDS, "linux", command)
        one = SystemMotion("linux")
        one.told.connect(told.append)
        one.ask()
        return one

    missing = asked(str(tmp_path / "missing"))
    qtbot.waitUntil(lambda: not missing.is_asking)
    answering = asked(str(program))
    qtbot.waitUntil(lambda: told == [False])
    hanging = asked("sleep", "60")
    for one in (missing, answering, hanging):
        one.close()
        assert not one.is_asking
    assert told == [False]


def test_the_panel_of_letters_and_the_toast_come_in(window, theme, reader, engine, qtbot):
    theme.motion.allow("system", system_moves=True)
    window.open_letters([one.id for one in reader.letters()][:3], "Sent")
    assert slides(window.over.panel)
    window.toast("Done")
    assert slides(window.over.toast)
    qtbot.waitUntil(lambda: window.over.panel.x() == window.width() - window.over.panel.width())
    window.over.close_panel()


def test_the_program_follows_setting_and_system(qapp, tmp_path, pipe, engine, reader, monkeypatch, qtbot):
    monkeypatch.setattr("desktop_app.ui.program.FirstReader", lambda data: reader)
    monkeypatch.setattr("desktop_app.store.reader.Reader", lambda data: reader)
    program = Program(qapp, tmp_path, pipe[0])
    program.start()
    qtbot.waitUntil(lambda: program.notifications is not None)
    assert program.theme.motion.moves
    program._system_moved(False)
    assert not program.theme.motion.moves
    program._system_moved(True)
    reader.user_settings["motion"] = '"none"'
    engine.tell(Changed(everything=True))
    qtbot.waitUntil(lambda: not program.theme.motion.moves)
    program.close()
    program.window.deleteLater()
