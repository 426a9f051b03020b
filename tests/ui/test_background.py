import threading

import pytest

from desktop_app.domain.errors import AppError, DatabaseCorrupt
from desktop_app.store.first_reader import Interrupted
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


@pytest.fixture
def lively(qapp, readers):
    def open_reader():
        readers.append(PageReader())
        return readers[-1]

    lively = Background(open_reader, lively=True)
    yield lively
    lively.close()


def until_interrupted(reader):
    assert reader.interrupted.wait(5)
    raise Interrupted


def test_reading_that_is_overtaken_is_interrupted_and_its_reader_goes_on(lively, readers, qtbot):
    answers, errors, begun = [], [], threading.Event()

    def first(reader):
        begun.set()
        until_interrupted(reader)

    lively.run(first, answers.append, errors.append)
    assert begun.wait(5)
    lively.run(lambda reader: (reader, reader.interrupted.is_set()), answers.append, errors.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [(readers[0], False)]
    assert errors == []
    assert not readers[0].closed
    lively.close()
    assert readers[0].closed


def test_what_is_overtaken_before_there_is_a_reader_is_not_begun(qapp, qtbot):
    answers, opening, go_on = [], threading.Event(), threading.Event()

    def open_reader():
        opening.set()
        assert go_on.wait(5)
        return PageReader()

    lively = Background(open_reader, lively=True)
    lively.run(lambda _reader: answers.append("begun"), answers.append, answers.append)
    assert opening.wait(5)
    lively.run(lambda _reader: "second", answers.append, answers.append)
    go_on.set()
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["second"]
    lively.close()


def test_a_reader_that_failed_is_not_asked_again(lively, readers, qtbot):
    answers, errors = [], []

    def broken(_reader):
        raise DatabaseCorrupt

    lively.run(broken, answers.append, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert readers[0].closed
    lively.run(lambda reader: reader, answers.append, errors.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == readers[1:]


def test_what_is_more_than_shown_is_not_interrupted(background, readers, qtbot):
    answers, begun, go_on = [], threading.Event(), threading.Event()

    def first(reader):
        begun.set()
        assert go_on.wait(5)
        answers.append(reader.interrupted.is_set())

    background.run(first, answers.append, answers.append)
    assert begun.wait(5)
    background.run(lambda _reader: "second", answers.append, answers.append)
    go_on.set()
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert answers == [False, "second"]
    assert readers[0].closed


def test_nothing_is_called_after_closing(background, qtbot):
    answers, go_on = [], threading.Event()
    background.run(lambda _reader: go_on.wait(5), answers.append, answers.append)
    go_on.set()
    background.close()
    qtbot.wait(50)
    assert answers == []
