"""The figures, the chart and the sentences of the page on the score's honesty."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout

from desktop_app.domain.calibration import FEWEST, FEWEST_ANSWERED
from desktop_app.domain.honesty import Honesty, Order, Part
from desktop_app.store.shown import Fit
from desktop_app.ui import times, words
from desktop_app.ui.charts.calibration import CalibrationChart
from desktop_app.ui.context import Context
from desktop_app.ui.pages.settings_writer import SettingsWriter
from desktop_app.ui.theme import Space
from desktop_app.ui.translation import tr
from desktop_app.ui.widgets.cards import Card, FigureCard
from desktop_app.ui.widgets.narrow import ASIDE, BELOW, CardGrid, beside
from desktop_app.ui.widgets.page_scroll import PageScroll
from desktop_app.ui.widgets.switch import Switch
from desktop_app.ui.widgets.texts import Text

NARROW_BELOW = 860
CHART_HEIGHT = 300
NO_FIGURE = "–"


class HonestyContent(PageScroll):
    """`show_honesty` fills it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._writer = SettingsWriter(context)
        self.order = _figure(tr("Who answers stands above (AUC)"))
        self.top = _figure(tr("First three of a list (NDCG@3)"))
        self.error = _figure(tr("Mean distance, promised and found"))
        self.count = _figure(tr("Letters whose fate is known"))
        self.chart = CalibrationChart(context.theme, tr("Promised and found"), words.percent)
        self.chart.setMinimumHeight(CHART_HEIGHT)
        self.few = Text("", "body", "secondary", wrap=True)
        self.few.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.about = Text("", "secondary", "secondary", wrap=True)
        self.signals = Text("", "body", wrap=True)
        self.own = Text("", "body", wrap=True)
        self.personal = Switch(context.theme, tr("Use my own weights when they are better"))
        self.personal.clicked.connect(self._put_personal)
        self._build()

    def show_honesty(self, figures: Honesty, waiting: int, fit: Fit | None) -> None:
        self._show_figures(figures, waiting)
        self.chart.setVisible(figures.enough)
        self.hint.setVisible(figures.enough)
        self.few.setVisible(not figures.enough)
        top = Qt.AlignmentFlag.AlignTop  # a card without a chart is as high as its text
        self._lower.setAlignment(self._plot, Qt.AlignmentFlag(0) if figures.enough else top)
        self.few.setText(_too_few(figures, waiting))
        self.chart.show_parts(figures.parts if figures.enough else (), tr("promise kept"), _tip)
        self.about.setText(_about(figures))
        self.signals.setText(_signals(figures))
        self.personal.setChecked(self._context.settings().flag("warmth_personal"))
        self._writer.lock("warmth_personal", self.personal)
        self.own.setText(self._own(fit))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW_BELOW
        self._cards.arrange(narrow=narrow)
        self._lower.setDirection(BELOW if narrow else ASIDE)

    def _build(self) -> None:
        self._cards = CardGrid((self.order, self.top, self.error, self.count))
        self.column.addLayout(self._cards)
        self._plot = plot = Card(tr("Promised and found"))
        hint = tr("Across: the share promised. Up: the share that answered within 72 hours, with its range.")
        self.hint = Text(hint, "caption", "secondary", wrap=True)
        plot.add(self.hint)
        plot.add(self.chart, 1)
        plot.add(self.few, 1)
        plot.add(self.about)
        side = QVBoxLayout()
        side.setSpacing(Space.M)
        told = Card(tr("Opens and clicks"))
        told.add(self.signals)
        mine = Card(tr("Your own weights"))
        mine.add(self.own)
        mine.add(self.personal)
        known = Card(tr("What is known and what is not"))
        known.add(Text(_known(), "body", wrap=True))
        for card in (told, mine, known):
            side.addWidget(card)
        side.addStretch(1)
        self._lower = beside((plot, 3))
        self._lower.addLayout(side, 2)
        self.column.addLayout(self._lower, 1)

    def _show_figures(self, figures: Honesty, waiting: int) -> None:
        told = figures.enough
        self.order.show_figure(*_order(figures.score.auc, figures.recency.auc, told=told))
        lists = tr("%n lists", "", figures.lists)
        self.top.show_figure(*_order(figures.score.ndcg, figures.recency.ndcg, told=told), lists)
        points = tr("{n} points").format(n=_decimal(100 * figures.error, 1))
        goal = tr("of 100, on average; the goal is 2")
        self.error.show_figure(points if told else NO_FIGURE, goal if told else tr("too few letters yet"))
        answered = tr("%n answered", "", figures.answered)
        pending = tr("%n not known yet", "", waiting) if waiting else ""
        self.count.show_figure(words.count(figures.letters), answered, pending)

    def _own(self, fit: Fit | None) -> str:
        if fit is None:
            return tr("Population settings: nothing has been learnt from your letters yet.")
        proof = fit.proof
        counts = tr("{letters} letters, {answered} answered").format(
            letters=words.count(proof.conversations), answered=words.count(proof.answered)
        )
        when = times.date(fit.made_at, self._context.now())
        if not proof.enough:
            text = tr("Population settings: {n} letters, {m} answered, can be compared; there are {counts}.")
            return text.format(n=FEWEST, m=FEWEST_ANSWERED, counts=counts)
        if not fit.used:
            text = tr("Population settings: on {date} yours were not better ({counts}).")
        elif self._context.settings().flag("warmth_personal"):
            text = tr("Yours are in use, they were better ({counts}, {date}, version {v}).")
        else:
            text = tr("Population settings, by your choice. Yours would be better ({counts}, {date}).")
        return text.format(date=when, counts=counts, v=fit.weights.version)

    def _put_personal(self, checked: bool) -> None:
        def again() -> None:
            self.personal.setChecked(self._context.settings().flag("warmth_personal"))

        self._writer.put(self, "warmth_personal", checked, again)


def _figure(label: str) -> FigureCard:
    """A figure that opens nothing."""
    card = FigureCard(label)
    card.setProperty("pressable", False)
    card.setCursor(Qt.CursorShape.ArrowCursor)
    card.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return card


def _order(score: float | None, recency: float | None, *, told: bool) -> tuple[str, str]:
    """The figure, and that of the newest letter first."""
    if score is None or recency is None or not told:
        return NO_FIGURE, tr("too few letters yet")
    return _decimal(score), tr("newest letter first: {figure}").format(figure=_decimal(recency))


def _too_few(figures: Honesty, waiting: int) -> str:
    text = tr(
        "Too few letters to say anything: {letters} of {n}, answered {answered} of {m}. "
        "Each working day adds those whose 72 hours are over."
    ).format(letters=figures.letters, n=FEWEST, answered=figures.answered, m=FEWEST_ANSWERED)
    more = tr("%n are on their way.", "", waiting)
    return f"{text} {more}" if waiting else text


def _about(figures: Honesty) -> str:
    """What the figures are made of."""
    told = [tr("The lists of the last 90 days.")]
    if figures.replayed:
        share = words.percent(figures.replayed / figures.rows)
        text = tr("{share} of the rows were reconstructed from the mailbox: shipped weights, no signals.")
        told.append(text.format(share=share))
    if figures.acted:
        share = words.percent(figures.acted / figures.rows)
        text = tr("After {share} you wrote again or called within a day, which itself brings answers.")
        told.append(text.format(share=share))
    return " ".join(told)


def _signals(figures: Honesty) -> str:
    if figures.live < FEWEST or figures.with_signals.auc is None:
        text = tr(
            "Whether opens and clicks make the order better shows after {n} letters of live lists; "
            "there are {live}."
        )
        return text.format(n=FEWEST, live=figures.live)
    text = tr("On {n} letters of live lists: {with_signals} with opens and clicks, {without} without.")
    both_words = {"with_signals": _two(figures.with_signals), "without": _two(figures.without_signals)}
    return text.format(n=figures.live, **both_words)


def _two(order: Order) -> str:
    return NO_FIGURE if order.auc is None else _decimal(order.auc)


def _decimal(value: float, places: int = 2) -> str:
    return f"{value:.{places}f}".replace(".", QLocale().decimalPoint())


def _known() -> str:
    return tr(
        "The eight weights of the history were fitted on four public mailing lists. What an open, a click, a "
        "forward, a deletion or a bounce is worth is an assumption: no public data has opens or clicks, so "
        "that half can only be proven on your own letters. Of the order one half is chance, one is perfect."
    )


def _tip(part: Part) -> str:
    text = tr("Promised {promised}, answered {found} ({low} to {high}); {n} letters")
    if part.found is None:
        return tr("Promised {promised}; {n} letters, too few for a share").format(
            promised=words.percent(part.promised), n=part.letters
        )
    shares = {"found": part.found.value, "low": part.found.low, "high": part.found.high}
    told = {name: words.percent(share) for name, share in shares.items()}
    return text.format(promised=words.percent(part.promised), n=part.letters, **told)
