"""What is loaded when the first frame has been painted: what it shows, no more; and what it shows."""

import subprocess
import sys

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QLabel, QPushButton

from desktop_app.engine.lock import DataLock
from desktop_app.settings.schema import Settings
from desktop_app.store.rows import LeadFilter
from desktop_app.ui.first_frame import FirstFrame
from desktop_app.ui.main_window import MainWindow
from tests.benchmarks.bench_first_paint import fill
from tests.fakes.sample_data import NOW, sample
from tests.fakes.window_start import OTKLIK, data_of, environment
from tests.paths import ROOT

HEAVY = {
    *("numpy", "peewee", "httpx", "imapclient", "exchangelib", "lxml", "asyncio", "keyring"),
    *("desktop_app.ui.charts.plots", "desktop_app.store.rows", "desktop_app.store.reader"),
    *("platformdirs", "subprocess", "multiprocessing", "dataclasses", "email", "ssl", "datetime"),
    *("desktop_app.domain.model", "desktop_app.domain.commands", "desktop_app.domain.facts"),
    *("desktop_app.cli", "desktop_app.mail", "desktop_app.engine.connection", "desktop_app.ui.notifications"),
    *("desktop_app.ui.leads.card", "desktop_app.ui.letters_panel", "desktop_app.ui.pages.leads"),
    *("desktop_app.ui.rail", "desktop_app.ui.leads.delegate", "PySide6.QtSvg"),
}
# Each of them is created with all its enumerators, or with everything that it is a base of.
COSTLY = {
    *("Qt", "QStyle", "QGradient", "QDialog", "QKeySequence", "QFontDatabase", "QScrollArea", "QTime"),
    *("QIcon", "QStackedWidget", "QHBoxLayout"),
}
LOOK = """
def painted():
    from PySide6 import QtCore, QtGui, QtWidgets

    print("MODULES", *sys.modules)
    print("CLASSES", *vars(QtCore), *vars(QtGui), *vars(QtWidgets))
    sys.stdout.flush()
    os._exit(0)

main()
"""


@pytest.mark.parametrize("leads", [0, 60], ids=["no database", "leads"])
def test_nothing_is_loaded_before_the_first_paint_that_it_does_not_show(tmp_path, leads):
    fill(data_of(tmp_path), leads)
    with DataLock(data_of(tmp_path)):
        done = subprocess.run(
            [sys.executable, "-c", OTKLIK + LOOK],
            env=environment(tmp_path, ROOT),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    found = {line.split()[0]: set(line.split()[1:]) for line in done.stdout.splitlines()}
    assert found["MODULES"], done.stderr
    assert "desktop_app.ui.first_frame" in found["MODULES"]
    assert found["MODULES"] & HEAVY == set()
    assert found["CLASSES"] & COSTLY == set()


@pytest.fixture(params=["en", "ru"])
def staged(qapp, theme, bridge, request):
    """A window before and after its widgets are there: it, and a picture of its first frame."""
    reader = sample(request.param)
    first = FirstFrame(theme, reader, Settings({}, {}), NOW)
    window = MainWindow(theme, bridge, lambda: NOW, lambda one: Settings({}, {}), first=first)
    window.show()
    picture = window.grab().toImage()
    window.build()
    window.open(reader, lambda: reader)
    qapp.processEvents()
    yield window, picture
    window.dispose()
    window.deleteLater()


def test_nothing_jumps_when_the_widgets_take_the_place_of_the_first_frame(staged):
    window, picture = staged
    page = window._pages["leads"]
    rows = QRect(page.table.list.mapTo(window, QPoint(0, 0)), page.table.list.size())
    names = QRect(rows.left() + 90, rows.top() + 56, 120, rows.height() - 120)  # the first row is chosen
    after = window.grab().toImage()
    points = [(x, y) for x in range(names.left(), names.right()) for y in range(names.top(), names.bottom())]
    inked = [at for at in points if picture.pixel(*at) != picture.pixel(names.left(), names.top())]
    same = sum(picture.pixel(*at) == after.pixel(*at) for at in inked)
    assert len(inked) > 500
    assert same > 0.97 * len(inked)


def test_rail_title_and_filters_stand_in_the_first_frame_where_they_will_stand(staged):
    window, picture = staged
    ground = {picture.pixel(2, 400), picture.pixel(500, 5), picture.pixel(30, 95)}
    for chip in window._pages["leads"].finding.chips.values():
        if chip.isVisible():
            assert _inks(picture, window, chip) - ground, chip.text()
    for button in window._rail.findChildren(QPushButton):
        assert _inks(picture, window, button) - ground, button.text()
    title = next(one for one in window.findChildren(QLabel) if one.property("role") == "title")
    assert _inks(picture, window, title) - ground
    assert window._rail.width() == 176


def test_a_first_frame_without_a_database_shows_the_places_and_nobody(qapp, theme, bridge):
    window = MainWindow(
        theme,
        bridge,
        lambda: NOW,
        lambda one: Settings({}, {}),
        first=FirstFrame(theme, None, Settings({}, {}), NOW),
    )
    window.show()
    picture = window.grab().toImage()
    assert {picture.pixel(300, y) for y in range(100, 700)} == {theme.colour("surface").rgb()}
    window.resize(800, 600)  # before the widgets are there
    assert window.grab().toImage().pixel(10, 300) == theme.colour("surface").rgb()
    window.build()
    assert window.findChildren(QLabel)
    window.deleteLater()


def test_the_number_of_each_filter_is_in_the_first_frame(theme):
    first = FirstFrame(theme, sample("en"), Settings({}, {}), NOW)
    assert len(first._chips) >= len(LeadFilter) - 1
    assert all(any(letter.isdigit() for letter in text) for text in first._chips)


def _inks(picture, window, widget) -> set[int]:
    place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()).adjusted(12, 6, -8, -6)
    across = range(place.left(), place.right())
    return {picture.pixel(x, y) for x in across for y in range(place.top(), place.bottom())}
