"""What is asked about mailboxes: found, tried out, signed in to, added, kept, read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from desktop_app.domain import commands as ask
from desktop_app.domain.addresses import is_address
from desktop_app.domain.commands import AccountCommand, TestStep
from desktop_app.domain.errors import InputError
from desktop_app.domain.exchange import is_usable
from desktop_app.domain.facts import Changed, Fact
from desktop_app.domain.folder_plan import RINGING
from desktop_app.domain.model import AccountId, AccountSettings, FolderId
from desktop_app.engine.mailroom import Mailroom
from desktop_app.engine.tokens import Tokens
from desktop_app.mail.discovery import discover
from desktop_app.mail.probe import test_account
from desktop_app.store import accounts, folder_choices, folders
from desktop_app.store.database import Database
from desktop_app.store.folders import Folder

URL_SHOWN = 200  # characters
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class AccountDesk:
    """Answers the commands on accounts: finding, testing, signing in, adding, changing, removing."""

    db: Database
    tokens: Tokens
    mailroom: Mailroom
    tell: Callable[[Fact], None]
    derive: Callable[[], None]

    def answer(self, command: AccountCommand) -> object:
        """The command's value as its class documents it."""
        match command:
            case ask.Discover() | ask.TestAccount() | ask.TestSaved():
                return self._trying(command)
            case (
                ask.SignIn()
                | ask.SignInAgain()
                | ask.GetDeviceCode()
                | ask.AwaitDeviceCode()
                | ask.CancelSignIn()
            ):
                return self._signing_in(command)
            case ask.AddAccount(found, password):
                return self._add(self.tokens.placed(found), password)
            case ask.RemoveAccount(account):
                self._remove(account)
            case ask.SetPassword(account, password):
                self.tokens.keep(self._saved(account), password)
                self.mailroom.open(account)
            case ask.TrustCertificate(account, fingerprint):
                self._saved(account)
                accounts.trust(self.db, account, _checked_fingerprint(fingerprint))
                self.mailroom.open(account)
            case ask.ChooseFolder() | ask.ChooseSentFolder():
                self._choose_folder(command)
            case ask.SyncNow(account, wait):
                if wait:
                    return self.mailroom.sync_now(account)
                self.mailroom.ring(account)
        return None

    def _trying(self, command: AccountCommand) -> object:
        """What changes nothing yet."""
        match command:
            case ask.Discover(address):
                return discover(address)
            case ask.TestAccount(found, password):
                _check_server(found)
                placed = self.tokens.placed(found)
                return test_account(placed, self.tokens.shown(placed, password))
            case ask.TestSaved(account):
                return self._test_saved(account)
        return None

    def _signing_in(self, command: AccountCommand) -> object:
        match command:
            case ask.SignIn(issuer, address, window, shared):
                return self.tokens.sign_in(issuer, address, window, shared=shared)
            case ask.SignInAgain(account, window):
                self.tokens.sign_in_again(self._saved(account), window)
                self.mailroom.open(account)
            case ask.GetDeviceCode(shared):
                return self.tokens.code(shared=shared)
            case ask.AwaitDeviceCode(None):
                return self.tokens.await_code()
            case ask.AwaitDeviceCode(int(account)):
                self.tokens.keep(self._saved(account), self.tokens.await_code())
                self.mailroom.open(account)
            case ask.CancelSignIn():
                self.tokens.cancel()
        return None

    def _choose_folder(self, command: AccountCommand) -> None:
        match command:
            case ask.ChooseFolder(number, wanted):
                folder = self._folder(number)
                if folder.role in RINGING:
                    raise InputError(field="folder", reason="always_read")
                folder_choices.want(self.db, number, wanted)
                self.mailroom.ring(folder.account)
            case ask.ChooseSentFolder(account, number):
                self._saved(account)
                if number is not None and self._folder(number).role in RINGING:
                    raise InputError(field="folder", reason="always_read")
                folder_choices.name_sent(self.db, account, number)
                self.mailroom.ring(account)
        self.derive()
        self.tell(Changed(accounts=True, everything=True))

    def _folder(self, number: FolderId) -> Folder:
        found = folders.get(self.db, number)
        if found is None:
            raise InputError(field="folder", reason="no_such_folder")
        return found

    def _add(self, found: AccountSettings, password: str) -> AccountId:
        found = replace(found, address=found.address.strip().lower())  # what letters are compared with
        if not is_address(found.address):
            raise InputError(field="address", reason="bad_address", address=found.address)
        _check_server(found)
        if any(row.settings.address == found.address for row in accounts.all_accounts(self.db)):
            raise InputError(field="address", reason="account_exists", address=found.address)
        if found.tls_fingerprint:
            _checked_fingerprint(found.tls_fingerprint)
        self.tokens.keep(found, password)
        account = accounts.add(self.db, found)
        self.mailroom.open(account)
        self.tell(Changed(accounts=True))
        return account

    def _remove(self, account: AccountId) -> None:
        found = self._saved(account)
        self.mailroom.remove(account, lambda: accounts.remove(self.db, account))
        self.tokens.forget(found)
        self.derive()
        self.tell(Changed(accounts=True, everything=True))

    def _test_saved(self, account: AccountId) -> list[TestStep]:
        found = self._saved(account)
        return test_account(found, self.mailroom.password(found))

    def _saved(self, account: AccountId) -> AccountSettings:
        found = accounts.settings_of(self.db, account)
        if found is None:
            raise InputError(field="account", reason="no_such_account")
        return found


def _checked_fingerprint(text: str) -> str:
    fingerprint = text.replace(":", "").replace(" ", "").lower()
    if not _SHA256.fullmatch(fingerprint):
        raise InputError(field="fingerprint", reason="not_a_fingerprint")
    return fingerprint


def _check_server(found: AccountSettings) -> None:
    if found.ews_url and not is_usable(found.ews_url):
        raise InputError(field="ews_url", reason="not_an_ews_url", url=found.ews_url[:URL_SHOWN])
