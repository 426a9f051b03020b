"""Whether recipients reach the tracking server, in sentences."""

from __future__ import annotations

from desktop_app.domain.reach import CERTIFICATE_SOON_DAYS, MOST_CLOCK_S, Reach
from desktop_app.ui.translation import tr


def reach_sentences(reach: Reach) -> list[tuple[str, str]]:
    """Sentence and tone (as `Text`) of each finding, the most important first."""
    found = [_here(reach), _there(reach)]
    if reach.certificate_days is not None:
        found.append(_certificate(reach.certificate_days))
    if abs(reach.clock_s) > MOST_CLOCK_S:
        found.append(_clock(reach.clock_s))
    return found


def _here(reach: Reach) -> tuple[str, str]:
    if reach.here:
        text = tr("{url} does not work from this computer: {why} Opens and clicks are not noticed.")
        return text.format(url=reach.url, why=_why(reach.here)), "bad"
    return tr("Pictures at {url} come from your server.").format(url=reach.url), "good"


def _there(reach: Reach) -> tuple[str, str]:
    if not reach.there:
        return tr("The server reaches itself at this address too."), "good"
    if reach.there == "unknown":
        return tr("The server is of an older version and cannot check itself."), "secondary"
    if reach.here:
        return tr("The server does not reach itself there either: {why}").format(why=_why(reach.there)), "bad"
    text = tr("The server does not reach itself there: {why} Behind some routers this is normal.")
    return text.format(why=_why(reach.there)), "warn"


def _certificate(days: int) -> tuple[str, str]:
    if days < 0:
        return tr("The certificate has ended. Mail programs show no pictures from there."), "bad"
    tone = "good" if days >= CERTIFICATE_SOON_DAYS else "warn"
    return tr("The certificate is valid for %n more days.", "", days), tone


def _clock(ahead_s: int) -> tuple[str, str]:
    minutes = round(abs(ahead_s) / 60)
    if ahead_s > 0:
        return tr("The server's clock is %n minutes ahead of this computer's.", "", minutes), "warn"
    return tr("The server's clock is %n minutes behind this computer's.", "", minutes), "warn"


def _why(reason: str) -> str:
    return {
        "name": tr("the name is not known."),
        "refused": tr("nothing listens there."),
        "timeout": tr("no answer came in time; a firewall may be in between."),
        "certificate": tr("its certificate is not trusted."),
        "unreachable": tr("it cannot be reached."),
        "other_server": tr("something else answers there."),
    }[reason]
