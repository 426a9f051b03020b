"""Learns of recipients' domains who filters their mail (DNS) and how soon they load pictures themselves.

Off the hot path, a few domains a minute. A name server is asked about public names only, once a month each;
what is learnt is kept, and the letters to a domain of which something new is known are judged again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from desktop_app.domain.agents import Family, family
from desktop_app.domain.mail_domains import FILTERS, delivery_window, gateway_of, is_public_name
from desktop_app.domain.model import DAY, Micros
from desktop_app.engine.signals import Desk
from desktop_app.store import learned, signals

log = logging.getLogger(__name__)

LOOKED_UP_AGAIN: Micros = 30 * DAY
LEARNT_FROM: Micros = 90 * DAY
AT_ONCE = 10

Resolver = Callable[[str, str], Sequence[str]]  # (name, kind of record); OSError when no server answers


class MailDomains:
    """Used by one thread. `stopping` is asked before each question."""

    def __init__(self, desk: Desk, ask: Resolver, stopping: Callable[[], bool]) -> None:
        self._desk = desk
        self._ask = ask
        self._stopping = stopping
        self._learnt_to = 0  # the newest hit that windows were learnt from

    def learn(self, now: Micros) -> None:
        """Look up a few domains and learn the windows of those that were heard of."""
        news = {*self._gateways(now), *self._windows(now)}
        if news:
            log.info("what is known of %d mail domains has changed", len(news))
            self._desk.learn(domains=news)

    def _gateways(self, now: Micros) -> set[str]:
        news = set()
        for domain in learned.domains_to_look_up(self._desk.db, now - LOOKED_UP_AGAIN, AT_ONCE):
            if self._stopping():
                break
            gateway = ""
            if is_public_name(domain):
                try:
                    gateway = gateway_of(self._ask(domain, "MX"))
                except OSError as error:
                    log.info("no name server answers: %s", error)
                    break  # asked again next time
            before = learned.domains(self._desk.db).gateways.get(domain, "")
            learned.set_gateway(self._desk.db, domain, gateway, now)
            if (gateway in FILTERS) != (before in FILTERS):
                news.add(domain)
        return news

    def _windows(self, now: Micros) -> set[str]:
        newest = signals.cursor(self._desk.db)
        wanted = learned.domains_hit(self._desk.db, self._learnt_to)
        if not wanted:
            return set()
        first: dict[str, dict[str, Micros]] = {}
        for domain, token, agent, after in learned.loads_after_sending(
            self._desk.db, wanted, now - LEARNT_FROM
        ):
            if family(agent) not in (Family.MAIL_CLIENT, Family.MACHINE, Family.NONE):
                first.setdefault(domain, {}).setdefault(token, after)
        self._learnt_to = newest
        return {
            domain
            for domain in wanted
            if learned.set_window(self._desk.db, domain, delivery_window([*first.get(domain, {}).values()]))
        }
