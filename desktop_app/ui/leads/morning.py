"""The morning queue: one lead at a time over the Leads page, one key for each thing to do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.domain import commands
from desktop_app.domain.codes import UNTIL_REPLY, Action, ContactId, Micros, OutboxId
from desktop_app.domain.errors import AppError
from desktop_app.domain.timetable import Timetable
from desktop_app.settings.hours import work_hours
from desktop_app.store.rows import LeadFilter, LeadRow, LeadSort
from desktop_app.ui import keys, problems, times, words
from desktop_app.ui.alive import while_alive
from desktop_app.ui.context import Context
from desktop_app.ui.instants import Instants
from desktop_app.ui.leads import deeds
from desktop_app.ui.leads.acting import LeadActions, done_deed, reply_draft
from desktop_app.ui.leads.morning_end import Ending, nothing
from desktop_app.ui.leads.morning_keys import MorningKeys
from desktop_app.ui.leads.morning_lead import MorningLead
from desktop_app.ui.leads.queue import DUE, LONGEST, Due, Run, due
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.buttons import IconButton
from desktop_app.ui.widgets.page_head import PAGE_MARGIN
from desktop_app.ui.widgets.texts import Line, PageTitle, Text

READ = 500  # of the most urgent leads


class MorningQueue(QWidget):
    """`left()`: Escape, or it is over. It keeps its place until it has been gone through.

    Everything said here goes to the engine at once; Ctrl+Z takes back one thing after the other.
    """

    left = Signal()

    def __init__(self, context: Context, acting: LeadActions) -> None:
        super().__init__()
        self._context, self._acting = context, acting
        self._run: Run | None = None
        self._due = Due((), 0, 0)
        self._handled: dict[ContactId, int] = {}  # with whom the user has dealt, and on which day
        self._lead: LeadRow | None = None
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Morning queue"))
        self._build()
        self.hide()

    def begin(self) -> None:
        """Go on where it was left, or begin anew."""
        if self._run is None:
            self._run = self._kept_run()
        if self._run is None or self._run.contact is None:
            self._due = self._read_due()
            self._run = Run(self._due.contacts, self._context.now())
        self.show()
        self.raise_()
        self._show()

    def changed(self, contacts: tuple[ContactId, ...], *, everything: bool) -> None:
        """The engine has news; what is being written is left alone."""
        if not self.isVisible():
            return
        if self._lead is not None and (everything or self._lead.contact in contacts):
            self._show(again=True)
        elif self._run is not None and not self._run.total:  # nobody was here: somebody may have come
            self.begin()

    @property
    def lead(self) -> LeadRow | None:
        """The one shown; None at the end."""
        return self._lead

    # ── building ─────────────────────────────────────────────────────────────────────────────────
    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Progress"))
        column.addWidget(self._bar)
        self.person = MorningLead(self._context)
        self.person.reply.sent.connect(self._answered)
        self.person.reply.left.connect(self.setFocus)
        self._ending = Ending(self.leave, self._again)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.person)
        self._stack.addWidget(self._ending)
        column.addWidget(self._stack, 1)
        self._said = Text("", "secondary", "secondary", wrap=True)
        self._said.setContentsMargins(Space.XL, Space.S, Space.XL, Space.S)
        self._said.hide()
        column.addWidget(self._said)
        column.addWidget(Line())
        self.keys = MorningKeys(self._context.theme)
        self.keys.chosen.connect(self._do)
        column.addWidget(self.keys)

    def _head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN, Space.M)
        line.setSpacing(Space.M)
        self._progress = Text("", "secondary", "secondary")
        line.addWidget(PageTitle(tr("Morning queue")))
        line.addStretch(1)
        line.addWidget(self._progress)
        leave = tr("Leave the queue; it keeps its place")
        line.addWidget(IconButton(self._context.theme, "x", f"{leave}  Esc", self.leave))
        return line

    # ── showing ──────────────────────────────────────────────────────────────────────────────────
    def _show(self, *, again: bool = False) -> None:
        """The lead whose turn it is; those about whom there is nothing to do any more are left out."""
        run = self._run
        assert run is not None
        while run.contact is not None:
            lead = self._context.reader.leads([run.contact]).get(run.contact)
            if lead is not None and (lead.action in DUE or again):
                self._show_lead(lead, again=again)
                return
            run.drop()
        self._show_end()

    def _show_lead(self, lead: LeadRow, *, again: bool) -> None:
        run = self._run
        assert run is not None
        self._lead = lead
        self.person.show_lead(lead, again=again)
        self.keys.show_lead(lead, self._put_off())
        self.keys.show()
        self._stack.setCurrentWidget(self.person)
        place = tr("{place} of {total}").format(place=run.place, total=run.total)
        minutes = max(1, round(run.left_s(self._context.now()) / 60))
        self._progress.setText(" · ".join((place, tr("about %n minutes left", "", minutes), *self._beside())))
        self._bar.setRange(0, run.total)
        self._bar.setValue(run.place - 1)
        if not again:
            self.setFocus()

    def _show_end(self) -> None:
        run = self._run
        assert run is not None
        self._lead = None
        self.keys.hide()
        self._bar.setRange(0, 1)
        self._bar.setValue(1)
        self._progress.setText(" · ".join(self._beside()))
        if run.total:
            taken = run.taken(self._context.now())
            self._ending.show_run(run.counts(), taken, len(run.skipped()), self._due.more)
        else:
            reading = any(one.state == "syncing" for one in self._context.bridge.sync_states.values())
            self._ending.show_nothing(nothing(self._due.calls, self._dealt_today(), reading=reading))
        self._stack.setCurrentWidget(self._ending)
        self.setFocus()

    def _put_off(self) -> str:
        """Until when S puts off: tomorrow is not always a working day."""
        now = self._context.now()
        until = self._next_morning(now)
        if _day(until) == _day(now) + 1:
            return tr("Until tomorrow")
        return tr("Until {when}").format(when=times.until(until, now))

    def _next_morning(self, now: Micros) -> Micros:
        return Instants(self._context.settings(), now).morning(1)

    def _beside(self) -> list[str]:
        """What is not in the queue, and why."""
        said = []
        if self._due.calls:
            said.append(tr("%n calls wait for your working hours", "", self._due.calls))
        if self._due.more:
            said.append(tr("the most urgent {number} first").format(number=LONGEST))
        return said

    def _kept_run(self) -> Run | None:
        """Of before the restart of the program, if that was today."""
        today = _day(self._context.now())
        kept = self._context.reader.morning(today)
        if kept is None:
            return None
        run = Run.of(kept.queue, kept.started_at)
        self._handled = dict.fromkeys(kept.handled | run.handled(), today)
        return run

    def _dealt_today(self) -> int:
        today = _day(self._context.now())
        return sum(day == today for day in self._handled.values())

    def _keep(self) -> None:
        """A restart goes on from here."""
        run, today = self._run, _day(self._context.now())
        assert run is not None
        queue = run.kept()
        inside = {contact for contact, _ in queue}
        earlier = [one for one, day in self._handled.items() if day == today and one not in inside]
        command = commands.KeepMorning(today, run.started, queue, tuple(earlier))
        self._context.bridge.call(command)

    def _read_due(self) -> Due:
        reader, now = self._context.reader, self._context.now()
        ids = reader.lead_ids(LeadFilter.ALL, LeadSort.ACTION, True, "", now)[:READ]
        found = reader.leads(ids)
        hours = Timetable(work_hours(self._context.settings()))
        today = _day(now)
        handled = {contact for contact, day in self._handled.items() if day == today}
        rows = (found[one] for one in ids if one in found)
        return due(rows, now, working=hours.is_open(now), handled=handled)

    # ── doing ────────────────────────────────────────────────────────────────────────────────────
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """By physical key, in any layout. Keys of the page below are not for here."""
        letter = keys.letter(event)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.matches(QKeySequence.StandardKey.Undo) or (control and keys.physical(event) == "z"):
            self.undo()
        elif self._lead is None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.leave()
        elif letter == "?" or event.key() == Qt.Key.Key_F1:
            event.ignore()
        elif self._lead is not None:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._do("snooze_until" if letter == "s" and shift else self.keys.of_key(letter))

    def _do(self, what: str) -> None:
        lead = self._lead
        if lead is None:
            return
        now = self._context.now()
        if what == "answer":
            self._answer(lead)
        elif what == "called":
            self._deed(lead, deeds.called(lead))
        elif what == "snooze":
            self._deed(lead, deeds.snoozed(lead, self._next_morning(now), now))
        elif what == "snooze_until":
            self._acting.choose_instant(self, self.keys.snooze_point(), self._snooze_until)
        elif what == "done":
            self._deed(lead, self._done(lead))
        elif what == "skip":
            self._next(lead, "skipped", None, tr("{name} is skipped.").format(name=words.short(lead.name)))

    def _done(self, lead: LeadRow) -> deeds.Deed:
        """To let go is to hear of them only when they write."""
        if lead.action is Action.LET_GO:
            return deeds.snoozed(lead, UNTIL_REPLY, self._context.now())
        return done_deed(self._context, lead)

    def _snooze_until(self, until: Micros) -> None:
        if self._lead is not None:
            self._deed(self._lead, deeds.snoozed(self._lead, until, self._context.now()))

    def _answer(self, lead: LeadRow) -> None:
        draft = reply_draft(self._context, lead)
        if draft is not None:
            self.person.answer(draft)

    def _answered(self, outbox: OutboxId, text: str) -> None:
        if self._lead is not None:
            said = tr("The answer to {name} will be sent in 10 s.").format(name=words.short(self._lead.name))
            self._next(self._lead, "answered", (outbox, text), said)

    def _deed(self, lead: LeadRow, deed: deeds.Deed) -> None:
        self._context.bridge.call(deeds.command_of(deed.does), failed=while_alive(self, self._failed))
        self._next(lead, deed.kind, deed, deed.text)

    def _next(self, lead: LeadRow, kind: str, token: object, said: str) -> None:
        assert self._run is not None
        self._run.step(kind, token)
        if kind != "skipped":
            self._handled[lead.contact] = _day(self._context.now())
        self._keep()
        self._say(tr("{said}  Ctrl+Z takes it back.").format(said=said))
        self._show()

    def undo(self) -> None:
        """Take back the last step, whatever it was, and go back to its lead."""
        step = self._run.last if self._run is not None else None
        if step is None:
            self._say(tr("There is nothing to take back."))
        elif step.kind == "answered":
            assert isinstance(step.token, tuple)
            outbox, text = step.token
            command = commands.UndoSend(outbox)
            back = while_alive(self, lambda _draft: self._take_back(text))
            self._context.bridge.call(command, back, while_alive(self, self._too_late))
        else:
            if isinstance(step.token, deeds.Deed):
                command_ = deeds.command_of(step.token.undoes)
                self._context.bridge.call(command_, failed=while_alive(self, self._failed))
            self._take_back("")

    def _take_back(self, text: str) -> None:
        run = self._run
        assert run is not None
        run.back()
        if run.contact is not None:
            self._handled.pop(run.contact, None)
            self._keep()
            lead = self._context.reader.leads([run.contact]).get(run.contact)
            if lead is not None:  # the engine may not have written yet that there is something to do again
                self._show_lead(lead, again=False)
                self._say(tr("Taken back: {name}.").format(name=words.short(lead.name)))
                draft = reply_draft(self._context, lead) if text else None
                if draft is not None:
                    self.person.answer(draft, text)
                return
        self._show()

    def _too_late(self, _error: AppError) -> None:
        self._say(tr("Too late: the letter has been sent."))

    def _failed(self, error: AppError) -> None:
        self._say(problems.sentence(error))

    def _again(self) -> None:
        """Those skipped, once more."""
        assert self._run is not None
        self._run = Run(self._run.skipped(), self._context.now())
        self._keep()
        self._say("")
        self._show()

    def foot(self) -> int:
        """What its buttons, and what it has just said, take of the foot; at the end there are none."""
        said = self._said.height() if self._said.isVisible() else 0
        return said if self.keys.isHidden() else said + self.keys.height() + Space.L

    def leave(self) -> None:
        """The place is kept; what is being written is kept as a draft."""
        self.person.reply.leave()
        self._say("")
        self.hide()
        self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.person.fit(self.width())

    def _say(self, text: str) -> None:
        self._said.setText(text)
        self._said.setVisible(bool(text))


def _day(now: Micros) -> int:
    return int(times.local_time(now).date().toJulianDay())
