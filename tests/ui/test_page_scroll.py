"""What scrolls on a page ends where its head ends, with a bar and without."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from desktop_app.ui.widgets.page_head import PageHead
from desktop_app.ui.widgets.page_scroll import PageScroll, head_and_scroll


@pytest.mark.parametrize(("height", "scrolls"), [(200, False), (2000, True)])
def test_cards_end_where_the_head_does_whether_it_scrolls_or_not(qtbot, height, scrolls):
    page, card, area = QWidget(), QWidget(), PageScroll()
    qtbot.addWidget(page)
    head = PageHead("Title")
    head_and_scroll(page, area).addWidget(head)
    card.setMinimumHeight(height)
    area.column.addWidget(card)
    page.resize(800, 600)
    page.show()
    qtbot.waitUntil(lambda: area.verticalScrollBar().isVisible() is scrolls)
    assert card.mapTo(page, QPoint(0, 0)).x() == head.x()
    assert card.mapTo(page, QPoint(card.width(), 0)).x() == head.geometry().right() + 1
    assert area.geometry().bottom() == page.rect().bottom()
    assert area.geometry().right() == page.rect().right()
