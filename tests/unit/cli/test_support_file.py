"""A support file holds numbers and codes; whatever a log or an error says of anybody stays here."""

import json
import zipfile
from pathlib import Path

import pytest

from desktop_app.cli import support_file
from desktop_app.domain.errors import FolderUnusable, InputError, Offline, ServerError
from desktop_app.domain.model import SECOND, AccountSettings, Endpoint, Security
from desktop_app.settings.schema import Settings

NOW = 1_790_000_000 * SECOND
SECRETS = ("anna", "petrova", "zavod", "Offer", "hunter2", "Клиенты", "10.1.2.3")
LOG = """\
2026-11-26 10:00:00,123 INFO desktop_app.engine.account: waits: offline host=mail.zavod.example port=993
2026-11-26 10:00:01,000 ERROR desktop_app.engine.process: failed for anna@zavod.example "Offer"
Traceback (most recent call last):
  File "/home/petrova/otklik/desktop_app/engine/process.py", line 300, in _result
    return Result(engine.call(command))
  File "/home/petrova/.venv/lib/python3.11/site-packages/imapclient/imapclient.py", line 7, in login
desktop_app.domain.errors.ServerError: ('server_error', {'text': 'NO no such mailbox Клиенты'})
ValueError: anna petrova hunter2
petrova: Offer
anna.petrova.Error: 10.1.2.3
2026-11-26 10:00:02 WARNING py.warnings: anna
"""


def written(tmp_path: Path, findings=()) -> dict[str, object]:
    log = tmp_path / "otklik.log"
    log.write_text(LOG, encoding="utf-8")
    support_file.write(tmp_path / "a.zip", tmp_path, findings, log, NOW)
    with zipfile.ZipFile(tmp_path / "a.zip") as bundle:
        return {name: json.loads(bundle.read(name)) for name in bundle.namelist()}


def test_of_the_log_remains_when_where_and_which_known_error(tmp_path: Path) -> None:
    parts = written(tmp_path)
    engine = "desktop_app.engine"
    assert parts["log.json"] == [
        {"at": "2026-11-26 10:00:00", "level": "INFO", "part": f"{engine}.account", "codes": ["offline"]},
        {"at": "2026-11-26 10:00:01", "level": "ERROR", "part": f"{engine}.process", "codes": []},
        {"file": "desktop_app/engine/process.py", "line": 300, "in": "_result"},
        {"file": "site-packages/imapclient/imapclient.py", "line": 7, "in": "login"},
        {"raised": "desktop_app.domain.errors.ServerError"},
        {"raised": "ValueError"},
        {"at": "2026-11-26 10:00:02", "level": "WARNING", "part": "py", "codes": []},
    ]
    text = json.dumps(parts, ensure_ascii=False)
    assert [word for word in SECRETS if word in text] == []


def test_an_error_keeps_its_code_and_reason_and_nothing_that_was_said() -> None:
    assert support_file.error_facts(None) == {}
    refused = Offline(host="mail.zavod.example", port=993, reason="refused")
    assert support_file.error_facts(refused) == {"error": "offline", "port": 993, "reason": "refused"}
    assert support_file.error_facts(ServerError(text="NO anna")) == {"error": "server_error"}
    assert support_file.error_facts(ServerError(reason="NO Anna Petrova")) == {"error": "server_error"}
    assert support_file.kept_error_facts("", {}) == {}


def test_of_an_account_the_server_is_named_only_when_everybody_knows_it() -> None:
    imap, smtp = (
        Endpoint("imap.yandex.ru", 993, Security.TLS),
        Endpoint("mail.zavod.example", 25, Security.TLS),
    )
    account = AccountSettings("imap", "anna@zavod.example", "anna", imap, smtp, "Anna Petrova")
    assert support_file.account_facts(account) == {
        "kind": "imap",
        "incoming": {"host": "imap.yandex.ru", "port": 993, "security": "tls"},
        "outgoing": {"host": "own", "port": 25, "security": "tls"},
        "trusted_by_hand": False,
    }


def test_of_settings_texts_are_only_said_to_be_set() -> None:
    settings = {"signature": '"Anna Petrova"', "tracking_url": '"https://t.zavod.example"', "theme": '"dark"'}
    found = support_file.settings_facts(Settings(settings, {}))
    assert (found["signature"], found["tracking_url"], found["theme"]) == ("set", "set", "dark")
    assert found["oauth_google_secret"] == "default"
    assert found["target_minutes"] == 60


def test_a_file_that_is_there_is_not_overwritten_and_a_bad_place_is_said(tmp_path: Path) -> None:
    written(tmp_path)
    with pytest.raises(InputError) as caught:
        support_file.write(tmp_path / "a.zip", tmp_path, [], tmp_path / "no.log", NOW)
    assert caught.value.params["reason"] == "exists"
    with pytest.raises(FolderUnusable):
        support_file.write(tmp_path / "no" / "a.zip", tmp_path, [], tmp_path / "no.log", NOW)
