"""What kind of program a User-Agent text names: a mail client, a browser, a webmail's proxy, a machine.

Own lists, because those that exist are made for web statistics: they take Outlook and webmail proxies for
robots (research/tracking.md 1.7). Only names that programs were seen to send are here; security vendors
mostly wear the text of a browser, which no list can tell and `domain.verdicts` finds by time.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


class Family(StrEnum):
    """What kind of program a user agent names."""

    MAIL_CLIENT = "mail_client"
    BROWSER = "browser"
    PROXY = "proxy"  # a webmail loads pictures for its reader: a real open, device and place unknown
    PREFETCH = "prefetch"  # Gmail loads before anybody looks
    PRIVACY = "privacy"  # Apple Mail Privacy Protection: loads whether or not anybody looks
    AMBIGUOUS = "ambiguous"  # Apple Mail, the new Outlook, or Apple's privacy fetcher
    MACHINE = "machine"  # scanner, link preview, crawler, command line
    NONE = "none"
    OTHER = "other"


_GMAIL_PREFETCH = "Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0"
_BARE_WEBKIT = re.compile(
    r"Mozilla/5\.0 \(Macintosh;[^)]*\) AppleWebKit/[\d.]+ \(KHTML, like Gecko\)", re.IGNORECASE
)


def _any(*names: str) -> re.Pattern[str]:
    return re.compile("|".join(names), re.IGNORECASE)


_PROXIES = _any(
    r"GoogleImageProxy", r"via ggpht\.com", r"YahooMailProxy", r"YandexImageResizer", r"RamblerMail/",
    r"SeznamEmailProxy", r"mail\.ukr\.net proxy", r"FastmailUA", r"hey\.com/imageproxy",
    r"Shortwave Image Fetcher",
)  # fmt: skip
_MACHINES = _any(
    # link checks of mail programs
    r"OneOutlook/", r"BingPreview", r"MicrosoftPreview", r"SkypeUriPreview",
    r"Microsoft Office (?:Existence|Protocol) Discovery",
    # security vendors that say so
    r"Kaspersky Lab", r"Barracuda Sentinel", r"virustotal", r"AppEngine-Google", r"URLScanner", r"urlscan",
    r"Netcraft", r"Bitdefender", r"TrendMicro", r"Google-Safety", r"Google-Read-Aloud",
    # browsers without a person
    r"Headless", r"PhantomJS", r"Puppeteer", r"Playwright", r"Selenium", r"Chrome-Lighthouse",
    # previews of messengers and social networks
    r"Google Web Preview", r"WhatsApp", r"Slack-ImgProxy", r"facebookexternalhit", r"Facebot", r"vkShare",
    r"Viber/?$", r"Iframely", r"Embedly", r"kakaotalk-scrap", r"line-poker", r"TwilioProxy", r"HootSuite",
    r"FlipboardProxy", r"Pinterest/", r"Mastodon/", r"Snap URL Preview", r"Quora Link Preview",
    r"XING-content",
    r"WordPress/", r"Google-PageRenderer", r"Google Favicon", r"cardyb",
    # programming
    r"python", r"aiohttp", r"\bcurl\b", r"wget", r"libwww", r"^lwp", r"Go-http-client", r"^Java/",
    r"Apache-HttpClient", r"node-fetch", r"undici", r"axios", r"^got\b", r"Guzzle", r"PostmanRuntime",
    r"^Ruby",
    r"Scrapy", r"HTTrack", r"WinHttp", r"PowerShell", r"^Faraday", r"HTTPie", r"^PHP",
)  # fmt: skip
_MAIL_CLIENTS = _any(
    r"Thunderbird", r"Icedove", r"\bLightning/", r"Postbox", r"SeaMonkey", r"Betterbird", r"The Bat!",
    r"Airmail",
    r"Microsoft Outlook", r"Outlook-", r"MacOutlook", r"\bOutlook/", r"ms-office", r"MSOffice",
    r"Windows-?Mail",
    r"Windows Live Mail", r"Mailbird", r"Foxmail", r"MailMaster", r"^MailBar", r"Polymail", r"^Barca",
    r"Lotus-Notes", r"HCL Notes", r"\.ymail\b", r"YahooMobile", r"NaverMailApp", r"eM ?Client", r"Evolution/",
    r"\bK[mM]ail", r"Kontact/", r"Claws Mail", r"Sylpheed", r"\bGeary", r"Eudora", r"IncrediMail",
    r"PocoMail",
    r"^Becky", r"^Spark/", r"Edison Mail", r"Mimestream", r"Mailspring", r"Nylas", r"\bK-9\b", r"FairEmail",
    r"BlueMail", r"AquaMail", r"ProtonMail", r"Zimbra", r"Mailplane", r"^Sparrow", r"Unibox", r"^Mail/\d",
    r"ru\.mail\b", r"ru\.yandex\.mail", r"^Gmail/", r"DesktopServer", r"Superhuman", r"Canary Mail",
    r"Missive",
)  # fmt: skip
_MACHINE_WORDS = _any(
    r"(?<!cu)bot\b",  # Cubot is a telephone
    r"bot[/_-]", r"crawl", r"spider", r"slurp", r"scanner", r"preview", r"fetcher", r"monitor(?:ing)?\b",
    r"http-?client",
    r"validator", r"archiver", r"scrap(?:er|ing)", r"link ?(?:check|resolv|expand)", r"\+https?://",
)  # fmt: skip
_PEOPLE = _any(r"^Mozilla/\d", r"^Opera/", r"CFNetwork/[\d.]+ Darwin/", r"^Dalvik/")
_COMPATIBLE = re.compile(r"Mozilla/5\.0 \(compatible;(?!.*(?:MSIE|Trident|Konqueror))", re.IGNORECASE)


@lru_cache(maxsize=4096)  # a search costs 25 us, and most hits come from a few hundred texts
def family(agent: str) -> Family:
    """Tell what a User-Agent text names. Names of one program come before words that many have."""
    agent = agent.strip()
    if agent in ("", "-"):
        return Family.NONE
    if agent == "Mozilla/5.0":
        return Family.PRIVACY
    if agent.endswith(_GMAIL_PREFETCH):
        return Family.PREFETCH
    if _BARE_WEBKIT.fullmatch(agent):
        return Family.AMBIGUOUS
    for names, found in _NAMED:
        if names.search(agent):
            return found
    return Family.OTHER


_NAMED = (
    (_PROXIES, Family.PROXY),
    (_MACHINES, Family.MACHINE),
    (_MAIL_CLIENTS, Family.MAIL_CLIENT),
    (_MACHINE_WORDS, Family.MACHINE),
    (_COMPATIBLE, Family.MACHINE),
    (_PEOPLE, Family.BROWSER),
)
