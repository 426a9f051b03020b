"""The language of the window: which one, its compiled texts, and the one function that translates.

Every text for people goes through `tr("Whole sentence.")`, written in English. `make i18n` collects them into
`resources/i18n/otklik_ru.ts` (all) and `otklik_en.ts` (plural forms only).
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

LANGUAGES = ("ru", "en")
GROUPED_FROM = 1_000


def tr(text: str, hint: str = "", n: int = -1) -> str:
    """`text` in the user's language; `%n` becomes `n` with its plural form. `hint` is for the translator.

    A number from a thousand on is grouped as the language does it: "1,536 wait now". Call it with literals
    only: the collector reads the source, it does not run it.
    """
    said = QCoreApplication.translate("", text, hint, n)
    return said.replace(str(n), QLocale().toString(n), 1) if n >= GROUPED_FROM else said


def language_of(choice: str) -> str:
    """"ru" or "en" from the setting ("system" asks the system)."""
    if choice in LANGUAGES:
        return choice
    return "ru" if QLocale.system().language() == QLocale.Language.Russian else "en"


def shown_language() -> str:
    """"ru" or "en": what `install` has chosen."""
    return "ru" if QLocale().language() == QLocale.Language.Russian else "en"


def install(application: QCoreApplication, folder: Path, language: str) -> list[QTranslator]:
    """Load our texts and Qt's own for `language`; also sets the locale of dates and numbers.

    The caller keeps the translators; `uninstall` takes them out again. A missing file leaves English.
    """
    QLocale.setDefault(QLocale(language))
    qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    wanted = [(folder, f"otklik_{language}")] + ([(qt, "qtbase_ru")] if language == "ru" else [])
    loaded = []
    for place, name in wanted:
        translator = QTranslator()
        if translator.load(name, str(place)):
            application.installTranslator(translator)
            loaded.append(translator)
    return loaded


def uninstall(application: QCoreApplication, translators: list[QTranslator]) -> None:
    for translator in translators:
        application.removeTranslator(translator)
