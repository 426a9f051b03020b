"""One function per command. Runs in any thread; raises AppErrors, which become the Result's error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.domain import commands as ask
from desktop_app.domain.commands import Command
from desktop_app.domain.errors import InputError
from desktop_app.domain.facts import Changed, Fact
from desktop_app.domain.model import LetterId, Micros
from desktop_app.engine import reading
from desktop_app.engine.account_desk import AccountDesk
from desktop_app.engine.attribution import attribute_history
from desktop_app.engine.digest import mark_shown
from desktop_app.engine.leads import refresh_active
from desktop_app.engine.mailroom import Mailroom
from desktop_app.engine.outbox import Outbox
from desktop_app.engine.people_desk import PeopleDesk
from desktop_app.engine.phones import note_letter
from desktop_app.engine.preferences import rename_target
from desktop_app.engine.privacy_desk import PrivacyDesk
from desktop_app.engine.relaying import KEYS, Relaying
from desktop_app.engine.reports import note_passage
from desktop_app.engine.teaching import Teaching
from desktop_app.engine.team import SHARE, Team
from desktop_app.engine.team_files import TeamFiles
from desktop_app.engine.thanks import note_thanks
from desktop_app.engine.tracking import Tracking
from desktop_app.settings.schema import check
from desktop_app.store import channels, drafts, settings, templates
from desktop_app.store.database import Database


@dataclass(frozen=True, slots=True)
class Answers:
    db: Database
    accounts: AccountDesk
    mailroom: Mailroom
    tracking: Tracking
    relaying: Relaying
    privacy: PrivacyDesk
    people: PeopleDesk
    outbox: Outbox
    clock: Callable[[], Micros]
    tell: Callable[[Fact], None]
    teaching: Teaching
    derive: Callable[[], None]
    refresh: Callable[..., None]
    wake_outbox: Callable[[], None]
    team: Team
    team_files: TeamFiles

    def answer(self, command: Command) -> object:
        """The command's value as its class documents it."""
        if isinstance(command, ask.AccountCommand):
            return self.accounts.answer(command)
        match command:
            case (
                ask.WithdrawTracking()
                | ask.AllowTracking()
                | ask.SetPrivacy()
                | ask.GetPerson()
                | ask.ErasePerson()
            ):
                return self.privacy.answer(command)
            case (
                ask.Send()
                | ask.SendAt()
                | ask.UndoSend()
                | ask.ResolveUnknown()
                | ask.SaveDraft()
                | ask.SaveTemplate()
                | ask.RemoveTemplate()
            ):
                return self._writing(command)
            case (
                ask.SetNote()
                | ask.SetPhone()
                | ask.MergePeople()
                | ask.PartPeople()
                | ask.Snooze()
                | ask.Called()
                | ask.Remind()
                | ask.KeepMorning()
                | ask.MarkNoAnswer()
                | ask.Assign()
                | ask.Unassign()
                | ask.Together()
            ):
                self.people.answer(command)
            case ask.SetSetting() | ask.SetTracking() | ask.SetChannel():
                self._settings(command)
            case ask.DigestShown(until):
                mark_shown(self.db, until)
            case ask.FetchText() | ask.FetchLetter() | ask.SaveFile():
                return self._reading(command)
            case _:
                return self._beside(command)
        return None

    def _team(self, command: Command) -> object:
        value: object = None
        match command:
            case ask.GetTeamRows():
                return self.team.rows()
            case ask.SyncTeam():
                self.team.sync()
                return self.team.fact()
            case ask.ExportTeam(path):
                return self.team_files.export(path)
            case ask.ImportTeam(path, name):
                value = self.team_files.take(path, name)
            case ask.ForgetMember(member):
                self.team_files.forget(member)
        self.tell(self.team.fact())
        return value

    def _beside(self, command: Command) -> object:
        """What runs beside the mailboxes: the tracking server, the relay, the team; what was learnt."""
        match command:
            case ask.TestTracking():
                return self.tracking.check(self.clock)
            case ask.RenewRelayPassword():
                return self.relaying.renew()
            case ask.GetRelay():
                return self.relaying.setup()
            case (
                ask.GetTeamRows() | ask.SyncTeam() | ask.ExportTeam() | ask.ImportTeam() | ask.ForgetMember()
            ):
                return self._team(command)
            case _:
                return self._teaching(command)

    def _writing(self, command: Command) -> object:
        match command:
            case ask.SaveTemplate() | ask.RemoveTemplate():
                return self._templates(command)
            case ask.Send(draft, hold_s, at, name, saved):
                number = self.outbox.add(draft, self.clock(), hold_s, at, name=name, saved=saved)
                self.wake_outbox()
                return number
            case ask.SendAt(number, at):
                self.outbox.reschedule(number, self.clock() if at is None else at)
                self.wake_outbox()
            case ask.UndoSend(number):
                return self.outbox.undo(number)
            case ask.ResolveUnknown(number, arrived):
                self.outbox.resolve(number, arrived, self.clock())
                self.wake_outbox()
            case ask.SaveDraft(key, draft):
                return drafts.save(self.db, key, draft)
        return None

    def _templates(self, command: Command) -> int | None:
        saved = None
        match command:
            case ask.SaveTemplate(number, name, subject, html):
                if not name.strip():
                    raise InputError(field="name", reason="empty")
                saved = templates.save(self.db, number, name.strip(), subject, html, self.clock())
            case ask.RemoveTemplate(removed):
                templates.remove(self.db, removed)
        self.tell(Changed(everything=True))
        return saved

    def _teaching(self, command: Command) -> object:
        match command:
            case ask.CorrectVerdict(signal, verdict):
                corrected = self.teaching.correct(signal, verdict)
                self.refresh((corrected.contact,) if corrected.contact else (), (signal,))
                return corrected.offer
            case ask.LearnRule(rule):
                return self.teaching.learn(rule, self.clock())
            case ask.ForgetRule(number):
                self.teaching.forget(number)
            case _:
                return self._devices(command)
        return None

    def _devices(self, command: Command) -> object:
        value = None
        match command:
            case ask.AddDevice(name):
                value = self.teaching.add_device(name, self.clock())
            case ask.RemoveDevice(token):
                self.teaching.remove_device(token)
        self.tell(Changed(everything=True))
        return value

    def _settings(self, command: Command) -> None:
        match command:
            case ask.SetSetting(key, value):
                check(key, value)
                settings.put(self.db, key, value)
                if key in KEYS:
                    self.relaying.apply()
                if key == SHARE:
                    self.team.ring()
                if key.startswith("privacy_"):
                    self.privacy.reduce()
                if key == "warmth_personal" or key.startswith(("work_", "target_")):
                    refresh_active(self.db, self.clock(), late=True)
            case ask.SetTracking(url, key):
                self.tracking.connect(url, key)
                self.team.ring()
            case ask.SetChannel(name, addresses, renames):
                channels.put(self.db, name, addresses, renames)
                rename_target(self.db, renames, name)
                attribute_history(self.db)
                self.mailroom.reopen()
                self.derive()
        self.tell(Changed(accounts=True, everything=True))

    def _reading(self, command: Command) -> object:
        match command:
            case ask.FetchText(letter):
                return reading.text(self.db, self._opened, letter)
            case ask.FetchLetter(letter, whole):
                return reading.reading(self.db, self._opened, letter, whole)
            case ask.SaveFile(letter, number, path):
                reading.save_file(self.mailroom.fetch, letter, number, path)
        return None

    def _opened(self, letter: LetterId, limit_bytes: int) -> bytes:
        """A letter as the server has it; whoever signed it may be called from now on.

        It also tells through whose mailboxes the letter of ours that it quotes has passed, and whether it
        only thanks.
        """
        mime = self.mailroom.fetch(letter, limit_bytes)
        signed_by = note_letter(self.db, letter, mime)
        if signed_by is not None:
            self.refresh((signed_by,))
        server = self.tracking.server()
        passed = server is not None and note_passage(self.db, letter, mime, server.url)
        if note_thanks(self.db, letter, mime) or passed:
            self.derive()
        return mime
