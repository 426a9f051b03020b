"""Every setting once: key, type, default, what fits. IT may lock any of them (`settings.policy`).

Values travel as JSON text (the `setting` table, `SetSetting`). Three layers, first wins: what IT has locked,
what the user has set, the default here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import NamedTuple, TypeVar

from desktop_app.domain.codes import COUNTRIES
from desktop_app.domain.errors import InputError

T = TypeVar("T")
Value = str | int | bool | list[object] | dict[str, object]


class Setting(NamedTuple):
    """`minimum` and `maximum` are included; None: no bound."""

    key: str
    kind: type
    default: Value
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    form: str = ""  # of FORMS, for a text that is not empty


_GUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_DOMAIN = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,61}"
# What a text must look like, by what is said of one that does not.
FORMS = {
    "not_a_client_id": re.compile(_GUID, re.IGNORECASE),
    "not_a_tenant": re.compile(rf"{_GUID}|{_DOMAIN}|common|organizations|consumers", re.IGNORECASE),
    "not_a_google_id": re.compile(r"[0-9a-z-]{1,100}\.apps\.googleusercontent\.com", re.IGNORECASE),
}

WORK_WEEK: dict[str, object] = {day: [["09:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}

TARGET_AT_MOST = 60 * 24 * 30  # minutes
CLOCKS = ("working", "calendar")
MODES = ("off", "aggregate", "date", "full")
# What recipients read; the words in brackets become the link to the page on which they withdraw.
FOOTER_EN = "The sender can see when this letter is opened and which links are followed. [Do not track me]"
FOOTER_RU = (
    "Отправитель видит, когда это письмо открывают и по каким ссылкам переходят. [Не отслеживать меня]"
)

SETTINGS: dict[str, Setting] = {
    setting.key: setting
    for setting in (
        Setting("language", str, "system", choices=("system", "ru", "en")),
        Setting("theme", str, "system", choices=("system", "light", "dark")),
        Setting("density", str, "comfortable", choices=("comfortable", "compact")),
        Setting("motion", str, "system", choices=("system", "none")),
        Setting("lead_views", list, []),  # see ui.leads.views
        Setting("lead_hidden_columns", list, []),
        Setting("lead_columns", list, []),  # [name, thousandths of the room], from left to right
        Setting("warmth_personal", bool, True),  # own weights, once they are better
        Setting("target_minutes", int, 60, minimum=1, maximum=TARGET_AT_MOST),
        Setting("target_clock", str, "working", choices=CLOCKS),
        # of mailboxes and channels, see settings.targets
        Setting("target_rules", list, []),
        # "" is the computer's own zone
        Setting("work_zone", str, ""),
        # each weekday's stretches, what lies between them is a break; {} = as the older form below says
        Setting("work_week", dict, {}),
        Setting("work_hours", dict, WORK_WEEK),
        Setting("work_lunch", list, ["13:00", "14:00"]),
        Setting("work_country", str, "RU", choices=("none", *COUNTRIES)),
        # own days, ISO dates; leave [first, last], duty [day, from, to]
        Setting("work_days_off", list, []),
        Setting("work_days_on", list, []),
        Setting("work_days_short", list, []),
        Setting("work_leave", list, []),
        Setting("work_duty", list, []),
        Setting("notifications_enabled", bool, True),
        Setting("target_alerts", bool, True),  # before a client has waited as long as the target, and when
        Setting("weekly_digest", bool, True),  # at the beginning of a working week the figures of the last
        Setting("notifications_per_hour", int, 5, minimum=0, maximum=60),
        Setting("notifications_sound", bool, False),
        Setting("old_waits_stay", bool, False),  # clients who wait for months are not offered to rest again
        Setting("notifications_working_hours", bool, True),  # else at any time
        Setting("notifications_quiet_presenting", bool, True),
        Setting("notifications_quiet_until", int, 0, minimum=0),  # an instant, microseconds UTC
        Setting("track_by_default", bool, True),
        Setting("signature", str, ""),
        Setting("signatures", dict, {}),  # address of an account to its own signature
        Setting("tracking_url", str, ""),
        # one's own wait rows (times and codes) go to the company's server, for the team's lead
        Setting("team_share", bool, False),
        # what the company has registered at Google and Microsoft to sign in there; empty: by password only
        Setting("oauth_google_id", str, "", form="not_a_google_id"),
        Setting("oauth_google_secret", str, ""),
        Setting("oauth_microsoft_id", str, "", form="not_a_client_id"),
        # whose Microsoft 365: a tenant's id or domain, "" = any; the addresses are for national clouds
        Setting("oauth_microsoft_tenant", str, "", form="not_a_tenant"),
        Setting("oauth_microsoft_authority", str, "https://login.microsoftonline.com"),
        Setting("oauth_microsoft_graph", str, "https://graph.microsoft.com"),
        # how much may be noticed of whom (domain.privacy); `privacy_rules`: address or domain to mode
        Setting("privacy_default", str, "full", choices=MODES),
        Setting("privacy_region", str, "off", choices=MODES),
        Setting("privacy_rules", dict, {}),
        Setting("privacy_region_domains", list, []),
        Setting("privacy_footer", str, "region", choices=("never", "region", "always")),
        Setting("privacy_footer_en", str, FOOTER_EN),
        Setting("privacy_footer_ru", str, FOOTER_RU),
        Setting("retention_months", int, 12, minimum=1, maximum=60),
        # other mail programs of this computer send through Otklik
        Setting("relay_enabled", bool, False),
        Setting("relay_port", int, 2525, minimum=1, maximum=65535),
    )
}


class Settings:
    """The resolved view of all layers; immutable, made anew when a layer changes.

    `locked_by` says in IT's own words who has locked what is `locked`, "" = nobody says.
    """

    def __init__(self, user: Mapping[str, str], locked: Mapping[str, str], locked_by: str = "") -> None:
        self.locked_by = locked_by
        self._locked = frozenset(key for key in locked if key in SETTINGS)
        self._values = {key: _resolve(setting, locked, user) for key, setting in SETTINGS.items()}

    def with_values(self, user: Mapping[str, str]) -> Settings:
        """These over what the user has set; what is locked stays. JSON texts."""
        kept = {key: json.dumps(value) for key, value in self._values.items()}
        return Settings({**kept, **user}, {key: kept[key] for key in self._locked}, self.locked_by)

    def text(self, key: str) -> str:
        return _typed(self._values[key], str)

    def number(self, key: str) -> int:
        return _typed(self._values[key], int)

    def flag(self, key: str) -> bool:
        return _typed(self._values[key], bool)

    def value(self, key: str) -> Value:
        return self._values[key]

    def is_locked(self, key: str) -> bool:
        """Shown as "managed by your organisation"."""
        return key in self._locked


def check(key: str, text: str) -> Value:
    """The value of JSON `text` for `key`; InputError(field, reason) when it does not fit."""
    setting = SETTINGS.get(key)
    if setting is None:
        raise InputError(field=key, reason="unknown_setting")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):  # the latter: a thousand lists within lists
        raise InputError(field=key, reason="not_json") from None
    if type(value) is not setting.kind:
        raise InputError(field=key, reason="wrong_type")
    if setting.choices and value not in setting.choices:
        raise InputError(field=key, reason="not_a_choice")
    if setting.form and value and not FORMS[setting.form].fullmatch(str(value)):
        raise InputError(field=key, reason=setting.form)
    if isinstance(value, int) and not _within(setting, value):
        raise InputError(field=key, reason="out_of_range")
    return _checked(value)


def _within(setting: Setting, value: int) -> bool:
    low, high = setting.minimum, setting.maximum
    return (low is None or value >= low) and (high is None or value <= high)


def _resolve(setting: Setting, *layers: Mapping[str, str]) -> Value:
    for layer in layers:
        if setting.key in layer:
            try:
                return check(setting.key, layer[setting.key])
            except InputError:  # a value of an older version, or a bad policy: the next layer counts
                continue
    return setting.default


def _typed(value: Value, kind: type[T]) -> T:
    assert isinstance(value, kind)
    return value


def _checked(value: object) -> Value:
    assert isinstance(value, str | int | bool | list | dict)
    return value
