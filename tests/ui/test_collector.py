import gc
import threading

import pytest

from desktop_app.ui.collector import Collector, collect_what_is_due


class Freed:
    """A cycle that tells in which thread it was freed."""

    def __init__(self, told):
        self.me = self
        self.told = told

    def __del__(self):
        self.told.append(threading.current_thread())


@pytest.fixture
def collector(qapp):
    collector = Collector()
    yield collector
    collector.close()


def test_a_busy_thread_frees_no_cycle_of_the_windows_thread(collector):
    told = []
    Freed(told)

    def work():
        for _ in range(100):
            [[] for _ in range(1000)]

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert told == []
    gc.collect()
    assert told == [threading.current_thread()]


def test_what_is_due_is_collected_in_the_windows_thread(collector, qtbot):
    told = []
    gc.collect()
    Freed(told)
    # Twice as many as needed: what else is freed meanwhile, in this thread or another, is counted off.
    kept = [[] for _ in range(2 * gc.get_threshold()[0])]
    qtbot.waitUntil(lambda: told == [threading.current_thread()], timeout=5_000)
    assert kept


def test_nothing_is_collected_before_it_is_due(collector):
    gc.collect()
    assert collect_what_is_due() == -1


def test_afterwards_python_collects_by_itself_again(qapp):
    Collector().close()
    assert gc.isenabled()
