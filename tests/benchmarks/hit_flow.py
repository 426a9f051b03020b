"""Hits on their way to a desktop over a line that is cut: used by a benchmark and, smaller, by a test."""

import random
import threading
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from desktop_app.domain.errors import TrackingError
from desktop_app.domain.model import TokenMeaning
from desktop_app.domain.tokens import new_token, parse_key
from desktop_app.engine.own_networks import OwnNetworks
from desktop_app.engine.signals import Desk, pull
from desktop_app.engine.tracking_client import TrackingClient
from desktop_app.server.app import now_micros
from desktop_app.server.invite import invite
from desktop_app.server.run import ServerProcess, open_storage
from desktop_app.store import signals
from desktop_app.store.database import Database
from tests.fakes.cutting_proxy import CuttingProxy

AGENT = "Mozilla/5.0 (Windows NT 10.0; rv:115.0) Gecko/20100101 Thunderbird/115.0"


def hits_over_a_cut_line(folder: Path, cuts: int, letters: int = 200) -> tuple[int, int, int, int]:
    """How many hits were acknowledged, how many are missing at the desktop, how many are double there, and
    how often the line was cut.
    """
    rng = random.Random(cuts)
    url = f"sqlite:///{folder}/server.db"
    with closing(open_storage(url)) as storage:
        key = parse_key(invite(storage, "Anna", "https://t.firm.example").key)
    tokens = [new_token(key.seal, key.id, number.to_bytes(8, "big")) for number in range(letters)]
    with (
        ServerProcess(url) as server,
        CuttingProxy(urlsplit(server.url).port or 0) as proxy,
        closing(Database.open(folder / "data", now_micros())) as db,
    ):
        signals.add_tokens(
            db,
            [
                TokenMeaning(token, f"{at}@firm.example", "anna@zavod.example", "open", links=0, sent_at=1)
                for at, token in enumerate(tokens)
            ],
        )
        desk = Desk(db, lambda _written: None, OwnNetworks(db), now_micros)
        acknowledged, ended = [0], threading.Event()
        recipients = threading.Thread(target=_open, args=(server.url, tokens, acknowledged, ended))
        recipients.start()
        broken = 0
        while broken < cuts:
            proxy.cut_after = rng.choice((0, 1, 60, 150, 300, 700, 2000, 6000))
            client = TrackingClient(f"http://127.0.0.1:{proxy.port}", key)
            with closing(client):
                try:
                    for _ in range(3):
                        pull(client, desk, 1)
                except TrackingError:
                    broken += 1
        ended.set()
        recipients.join()
        with closing(TrackingClient(server.url, key)) as client:
            while pull(client, desk, 0):
                pass
        with closing(open_storage(url)) as storage:
            there = [(one.id, one.hit.token) for one in storage.hits(key.id, 0, 10_000_000)]
        rows = db.rows("SELECT id, token FROM hit ORDER BY id")
        here = [(int(number), str(token)) for number, token in rows]
        counted = db.number("SELECT coalesce(sum(count), 0) FROM signal WHERE key <> 'inferred'")
    missing = len(set(there) - set(here)) + max(0, acknowledged[0] - len(there))
    double = len(here) - len(set(here)) + max(0, counted - len(there))
    return acknowledged[0], missing, double, broken


def _open(url: str, tokens: list[str], acknowledged: list[int], ended: threading.Event) -> None:
    place = urlsplit(url)
    with closing(HTTPConnection(place.hostname or "", place.port, timeout=60)) as connection:
        number = 0
        while not ended.wait(0.002):
            connection.request("GET", f"/o/{tokens[number % len(tokens)]}", headers={"User-Agent": AGENT})
            answer = connection.getresponse()
            answer.read()
            acknowledged[0] += answer.status == 200
            number += 1
