"""From figures to pixels: the points of curves and bands, bars and cells."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from desktop_app.ui.charts.painting import FAR, Rectangles, View

VIEW = View(QRectF(10, 20, 200, 100), (0.0, 4.0), (0.0, 10.0))


class Notes:
    """A painter that only notes what it would draw."""

    def __init__(self):
        self.shapes = []

    def setPen(self, _pen): ...

    def setBrush(self, _brush): ...

    def drawRoundedRect(self, shape, _across, _up):
        self.shapes.append(shape.getRect())


def test_a_polygon_has_the_points_of_its_figures_in_their_order():
    random = np.random.default_rng(1)
    x, y = random.uniform(0, 4, 500), random.uniform(0, 10, 500)
    points = np.array([(point.x(), point.y()) for point in VIEW.polygon(x, y)])
    assert points[:, 0] == pytest.approx([VIEW.px(one) for one in x.tolist()])
    assert points[:, 1] == pytest.approx([VIEW.py(one) for one in y.tolist()])


def test_a_polygon_owns_its_points():
    polygons = [VIEW.polygon(np.array([float(n), 4.0]), np.array([0.0, 10.0])) for n in range(4)]
    assert [polygon[0].x() for polygon in polygons] == [10, 60, 110, 160]


def test_what_lies_far_outside_is_drawn_at_the_edge_of_what_is_drawn():
    (point,) = VIEW.polygon(np.array([1e9]), np.array([-1e9]))
    assert (point.x(), point.y()) == (FAR, FAR)


def test_a_polygon_of_nothing_is_empty():
    assert VIEW.polygon(np.array([]), np.array([])).isEmpty()


@pytest.mark.parametrize(("heights", "top"), [((0.0, 10.0), 71), ((10.0, 0.0), 21)])
def test_rectangles_keep_a_gap_and_stand_on_whichever_way_the_axis_goes(heights, top):
    notes = Notes()
    view = VIEW._replace(y=heights)
    Rectangles([(QRectF(1, 0, 1, 5), QColor("red"))], 3).paint(notes, view)
    assert notes.shapes == [pytest.approx((61, top, 48, 48))]
