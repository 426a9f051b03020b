import pytest

from desktop_app.domain.commands import Result, SetChannel
from desktop_app.domain.errors import DiskFull
from desktop_app.domain.model import HOUR, MINUTE
from desktop_app.store.rows import ChannelRow
from desktop_app.ui.pages.channels import ChannelsPage
from desktop_app.ui.pages.channels_table import LeadBar
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.texts import Text
from tests.fakes.ui_world import NOW, make_world
from tests.ui.test_speed_report import wait

ADS = ChannelRow("Ads", ("ads@otklik.example",), 124, NOW - 3_600_000_000)
FAIR = ChannelRow("Fair", ("fair@otklik.example", "expo@otklik.example"), 0, None)


@pytest.fixture
def world(qapp):
    return make_world(Theme(qapp, "light"))


@pytest.fixture
def page(world, qtbot):
    page = ChannelsPage(world.context)
    qtbot.addWidget(page)
    page.resize(1000, 600)
    yield page
    page._loader.close()
    page._background.close()


def shown(page):
    page.activate()
    page.show()


def texts(page):
    return [label.text() for label in page.findChildren(Text) if label.isVisible()]


def test_channels_stand_with_leads_the_strongest_first(world, page):
    world.reader.channel_rows = [FAIR, ADS]
    shown(page)
    words = texts(page)
    assert words.index("Ads") < words.index("Fair")
    assert "124" in words
    assert "fair@otklik.example, expo@otklik.example" in words
    assert "none yet" in words


@pytest.mark.parametrize(("width", "drawn"), [(700, False), (1200, True)])
def test_in_a_narrow_table_names_and_addresses_have_the_room_of_the_bars(world, page, width, drawn):
    page.resize(width, 600)
    world.reader.channel_rows = [ADS, FAIR]
    shown(page)
    bars = page.findChildren(LeadBar)
    assert [not bar.isHidden() for bar in bars] == [drawn] * 2


def test_without_channels_the_page_teaches_and_opens_the_form(world, page):
    shown(page)
    assert page.desk.stack.currentIndex() == 1
    page.edit(None)
    assert not page.form.isHidden()


def test_a_new_channel_is_saved(world, page, qtbot):
    page.edit(None)
    page.form.name.setText("Ads")
    page.form.addresses.setPlainText("Ads@Otklik.example\nads2@otklik.example, ads2@otklik.example")
    page.form._try()
    assert world.bridge.calls == [SetChannel("Ads", ("ads@otklik.example", "ads2@otklik.example"))]
    qtbot.waitUntil(page.form.isHidden)


def test_a_renamed_channel_leaves_the_old_name(world, page, qtbot):
    page.edit(ADS)
    page.form.name.setText("Advertising")
    page.form._try()
    qtbot.waitUntil(page.form.isHidden)
    assert world.bridge.calls == [SetChannel("Advertising", ADS.addresses, renames="Ads")]


def test_a_removed_channel_can_be_taken_back(world, page):
    world.reader.channel_rows = [ADS]
    shown(page)
    page.edit(ADS)
    page.form._remove.click()
    assert world.bridge.calls == [SetChannel("Ads", ())]
    world.toasts[0][1]()
    assert world.bridge.calls[-1] == SetChannel("Ads", ADS.addresses)


@pytest.mark.parametrize(
    ("name", "addresses", "text"),
    [("Ads", "", "at least one address"), ("Ads", "ads", "not an e-mail address")],
)
def test_what_cannot_be_saved_is_said_at_its_field(world, page, name, addresses, text):
    page.edit(None)
    page.form.name.setText(name)
    page.form.addresses.setPlainText(addresses)
    page.form._try()
    assert text in page.form._addresses_field._below.text()
    assert world.bridge.calls == []


def test_a_channel_needs_a_name(world, page):
    page.edit(None)
    page.form.addresses.setPlainText("a@b.example")
    page.form._try()
    assert "a name" in page.form._name_field._below.text()
    assert world.bridge.calls == []


def test_a_refusal_is_said_in_the_form(world, page, qtbot):
    world.bridge.answers[SetChannel] = Result(error=DiskFull())
    page.edit(ADS)
    page.form._try()
    qtbot.waitUntil(lambda: "disk is full" in page.form._addresses_field._below.text())
    assert not page.form.isHidden()


def test_each_channel_says_how_fast_it_is_answered(world, page, qtbot):
    quick = [wait(n, NOW - n * MINUTE, NOW - n * MINUTE + MINUTE, channel="Ads") for n in range(20, 35)]
    world.reader.channel_rows = [ADS, FAIR]
    world.reader.wait_rows = [*quick, wait(99, NOW - HOUR, channel="Fair")]
    world.reader.user_settings = {"work_zone": '"UTC"', "work_lunch": "[]"}
    shown(page)
    qtbot.waitUntil(lambda: {"1 min", "–"} <= set(texts(page)), timeout=20_000)


def test_who_came_by_a_channel_is_listed_and_opens_the_letter_with_its_answer(world, page, qtbot):
    world.reader.channel_rows = [ADS]
    world.reader.wait_rows = [
        wait(7, NOW - HOUR, channel="Ads"),
        wait(8, NOW - 3 * HOUR, NOW - 2 * HOUR, channel="Ads"),
        wait(9, NOW - HOUR),
    ]
    shown(page)
    qtbot.waitUntil(lambda: page.letters.model.rowCount() == 2, timeout=20_000)
    assert page.letters.isVisible()
    assert [page.letters.model.look(row).title_rest for row in (0, 1)] == [
        "waiting for 1 h",
        "answered after 1 h",
    ]
    page.letters.list.clicked.emit(page.letters.model.index(1, 0))
    row = world.reader.wait_rows[1]
    assert world.shown_letters[0][0] == [row.first_letter, row.answer]
