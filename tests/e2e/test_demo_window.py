"""The main job in the window: real IMAP, SMTP and HTTP on loopback, driven as a user would."""

import pytest

from desktop_app.demo.stage import stage
from desktop_app.domain.model import SignalKind, Verdict
from desktop_app.engine.link import Link, start_engine, stop_engine
from desktop_app.store.rows import LeadFilter, LeadSort
from desktop_app.ui.program import Program, clock
from desktop_app.ui.widgets.toast import Toast
from tests.fakes.write_watch import Work, statements_here

MINUTE_MS = 60_000


@pytest.fixture
def program(qapp):
    with stage(seed=1) as data:
        program = Program(qapp, data, Link(data, lambda: start_engine(data)), demo=True)
        program.alerts = []
        program.toasts = []
        program.bridge.alert.connect(program.alerts.append)
        program.start()
        yield program
        program.close()
        stop_engine(data)


def order(program):
    reader = program.window.context.reader
    return reader.lead_ids(LeadFilter.ALL, LeadSort.WARMTH, True, "", clock())


def test_a_human_open_arrives_as_a_notification_and_moves_its_lead_up(qtbot, program):
    window = program.window
    qtbot.waitUntil(lambda: window.context is not None and len(order(program)) > 30, timeout=MINUTE_MS)
    before = order(program)
    qtbot.waitUntil(lambda: any(one.kind is SignalKind.OPEN for one in program.alerts), timeout=MINUTE_MS)
    alert = next(one for one in program.alerts if one.kind is SignalKind.OPEN)

    reader = window.context.reader
    [signal] = reader.signals_by_id([alert.signal])
    assert signal.verdict is Verdict.HUMAN
    lead = reader.leads([alert.contact])[alert.contact]
    assert lead.warmth >= 35  # warm: one open alone makes nobody hot (evidence 0.5 of log-odds)
    assert order(program).index(alert.contact) < before.index(alert.contact)
    assert any(term.code.startswith("open") for term in lead.contributions)
    qtbot.waitUntil(lambda: alert.name in window.findChild(Toast).text.text(), timeout=5_000)


def test_robots_never_alert(qtbot, program):
    qtbot.waitUntil(lambda: program.window.context is not None, timeout=MINUTE_MS)

    def machine_seen():
        return any(one.verdict is Verdict.MACHINE for one in program.window.context.reader.signals())

    qtbot.waitUntil(machine_seen, timeout=MINUTE_MS)
    qtbot.waitUntil(lambda: bool(program.alerts), timeout=MINUTE_MS)
    rows = program.window.context.reader.signals_by_id([alert.signal for alert in program.alerts])
    assert all(row.verdict is Verdict.HUMAN for row in rows)


@pytest.mark.slow  # a world, an engine and a window are started, and seven pages are opened
def test_a_days_work_writes_nothing_in_the_windows_thread(qtbot, qapp):
    with statements_here() as found, stage(seed=1) as data:
        assert found.writes, "the demo makes its past in this thread: that they are counted is seen"
        found.writes.clear()
        program = Program(qapp, data, Link(data, lambda: start_engine(data)), demo=True)
        program.start()
        Work(program, lambda condition: qtbot.waitUntil(condition, timeout=MINUTE_MS)).do()
        program.close()
        stop_engine(data)
    assert found.executed > 100
    assert found.writes == []
