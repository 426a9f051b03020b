import threading

import pytest

from desktop_app.domain.errors import AppError, DatabaseCorrupt
from desktop_app.ui.background import Background
from tests.fakes.ui_world import PageReader


@pytest.fixture
def readers():
    return []


@pytest.fixture
def background(qapp, readers):
    def open_reader():
        readers.append(PageReader())
        return readers[-1]

    background = Background(open_reader)
    yield background
    background.close()


def test_while_the_database_is_made_anew_a_report_is_no_bug(qapp, qtbot):
    def gone():
        raise FileNotFoundError

    background, errors = Background(gone), []
    background.run(lambda reader: reader, errors.append, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert type(errors[0]) is AppError
    background.close()


def test_the_job_runs_elsewhere_and_is_answered_here(background, readers, qtbot):
    answers = []

    def job(reader):
        return threading.current_thread().name, reader

    background.run(job, lambda value: answers.append((value, threading.current_thread())), answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    (name, reader), here = answers[0]
    assert name == "otklik-report"
    assert here is threading.main_thread()
    assert reader is readers[0]
    assert reader.closed
    assert not background.is_busy


def test_the_newest_question_wins(background, qtbot):
    answers, go_on = [], threading.Event()
    background.run(lambda _reader: go_on.wait(5) and "first", answers.append, answers.append)
    background.run(lambda _reader: "second", answers.append, answers.append)
    background.run(lambda _reader: "third", answers.append, answers.append)
    go_on.set()
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["third"]


def test_a_known_error_is_handed_over(background, qtbot):
    errors = []

    def job(_reader):
        raise DatabaseCorrupt

    background.run(job, errors.append, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], DatabaseCorrupt)


@pytest.mark.expect_log("a report could not be made")
def test_a_bug_is_logged_and_said(background, qtbot):
    errors = []
    background.run(lambda _reader: 1 // 0, errors.append, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert type(errors[0]) is AppError


def test_nothing_is_called_after_closing(background, qtbot):
    answers, go_on = [], threading.Event()
    background.run(lambda _reader: go_on.wait(5), answers.append, answers.append)
    go_on.set()
    background.close()
    qtbot.wait(50)
    assert answers == []
