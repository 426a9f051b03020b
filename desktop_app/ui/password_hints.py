"""What kind of password a mail provider wants from programs, in a sentence."""

from __future__ import annotations

from desktop_app.ui.translation import tr

_FAMILIES = {
    "yandex": ("yandex.ru", "yandex.com", "yandex.by", "yandex.kz", "ya.ru", "narod.ru"),
    "mailru": ("mail.ru", "bk.ru", "inbox.ru", "list.ru", "internet.ru", "vk.com"),
    "google": ("gmail.com", "googlemail.com"),
    "microsoft": ("outlook.com", "hotmail.com", "live.com", "live.ru", "msn.com", "office365.com"),
    "icloud": ("icloud.com", "me.com", "mac.com"),
    "yahoo": ("yahoo.com", "ymail.com"),
    "rambler": ("rambler.ru", "lenta.ru", "autorambler.ru", "myrambler.ru", "ro.ru"),
    "gmx": ("gmx.de", "gmx.net", "gmx.at", "gmx.ch", "gmx.com", "web.de"),
}


def password_hint(name: str) -> str:
    """For an address, or for a server's name such as imap.yandex.ru; "" when nothing special is known."""
    host = name.rpartition("@")[2].strip().lower()
    family = next(
        (key for key, ends in _FAMILIES.items() if f".{host}".endswith(tuple(f".{end}" for end in ends))), ""
    )
    return _sentences().get(family, "")


def _sentences() -> dict[str, str]:
    return {
        "yandex": tr(
            "Yandex wants an app password: make one for “Mail” in Yandex ID under Security, and switch on "
            "IMAP in the settings of your mail."
        ),
        "mailru": tr("Mail.ru wants a password for external programs: make one under Security."),
        "google": tr(
            "Google wants an app password: switch on two-step verification, then make one in your Google "
            "account under Security."
        ),
        "microsoft": tr("Microsoft takes no passwords from mail programs: sign in in the browser."),
        "icloud": tr("iCloud wants an app-specific password: make one on the page of your Apple Account."),
        "yahoo": tr("Yahoo wants an app password: make one under Account Security."),
        "rambler": tr("Rambler lets mail programs in only after you allow it in the settings of your mail."),
        "gmx": tr("GMX and WEB.DE let mail programs in only after you allow IMAP in the settings."),
    }
