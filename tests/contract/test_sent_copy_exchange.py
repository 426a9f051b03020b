"""Sent of Exchange and Microsoft 365: the clean letter takes the place of the marked copy filed there."""

import re
from contextlib import closing
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from desktop_app.domain.errors import MailError, ServerError
from desktop_app.domain.mime import parse_headers
from desktop_app.mail import graph_files, graph_sent
from desktop_app.mail.base import CleansSent, SentCopy
from tests.fakes import ews_server, graph_mailbox
from tests.fakes.provider_worlds import EwsWorld, GraphWorld

ME, ANNA, SECRET = "marina@linia.example", "anna@zavod.example", "boss@linia.example"
AT = datetime(2026, 11, 20, 10, 30, 15, tzinfo=UTC)
TOKEN = "A" * 24
PICTURE = b"\x89PNG" + bytes(range(256)) * 8
CLEAN = (
    b"Message-ID: <1@linia.example>\r\nFrom: Marina <marina@linia.example>\r\nTo: A <anna@zavod.example>\r\n"
    b"Subject: =?utf-8?b?0KbQtdC90Ys=?=\r\nIn-Reply-To: <0@z.example>\r\nReferences: <0@z.example>\r\n"
    b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="m"\r\n\r\n--m\r\n'
    b'Content-Type: multipart/alternative; boundary="a"\r\n\r\n--a\r\nContent-Type: text/plain\r\n'
    b"\r\nTen roubles\r\n--a\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Ten roubles</p>\r\n--a--\r\n"
    b'--m\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="prices.pdf"\r\n'
    b"Content-Transfer-Encoding: base64\r\n\r\nUFJJQ0VT\r\n--m--\r\n"
)
MARKED = CLEAN.replace(
    b"roubles</p>", b'roubles</p><img src="https://t.linia.example/o/%s">' % TOKEN.encode()
)


class Ews(EwsWorld):
    creates, deletes = "CreateItem", "DeleteItem"

    def file(self, mime):
        item = self.box.put(self.folder("sentitems"), mime, AT, came=False, read=True)
        item.hidden = [SECRET]

    def make_only_drafts(self):
        self.fake.operations.only_drafts = True


class Graph(GraphWorld):
    creates, deletes = "create", "purge"

    def file(self, mime):
        item = self.box.put(self.folder("sentitems"), mime, AT, read=True, sent=True)
        item.hidden = [{"emailAddress": {"name": SECRET, "address": SECRET}}]

    def make_only_drafts(self):
        self.fake.only_drafts = True


@pytest.fixture(params=[Ews, Graph])
def world(request):
    fake = ews_server if request.param is Ews else graph_mailbox
    if reason := fake.why_not():
        pytest.skip(reason)
    made = request.param()
    yield made
    made.close()


@pytest.fixture
def graph(world):
    if not isinstance(world, Graph):
        pytest.skip("only there")
    return world


@pytest.fixture
def provider(world):
    with closing(world.provider()) as made:
        assert isinstance(made, CleansSent)
        yield made


def items(world, folder="sentitems"):
    return list(world.folder(folder).items.values())


def page_of(item):
    return message_from_bytes(item.mime, policy=policy.default).get_body(("html",)).get_content().strip()


def files_of(item):
    letter = message_from_bytes(item.mime, policy=policy.default)
    return {part.get_filename(): part.get_content() for part in letter.iter_attachments()}


def test_the_clean_letter_takes_its_place_with_dates_files_and_hidden_recipients(world, provider) -> None:
    world.file(MARKED)
    assert provider.clean_sent(CLEAN) == SentCopy(clean=True, replaced=1, expected=False)
    [kept] = items(world)
    assert (page_of(kept), files_of(kept)) == ("<p>Ten roubles</p>", {"prices.pdf": b"PRICES"})
    assert (kept.draft, kept.read, kept.received) == (False, True, AT)
    assert SECRET in str(kept.hidden)
    was, now = parse_headers(CLEAN), parse_headers(kept.mime)
    assert (now.message_id, now.subject, now.to, now.sender) == (
        was.message_id,
        was.subject,
        was.to,
        was.sender,
    )
    assert now.in_reply_to == was.in_reply_to
    assert not items(world, "deleteditems") + items(world, "drafts")


def test_a_letter_that_lies_there_clean_is_not_touched_and_one_that_does_not_lie_there_is_awaited(
    world, provider
) -> None:
    assert provider.clean_sent(CLEAN) == SentCopy(clean=False, replaced=0, expected=True)
    world.file(CLEAN)
    assert provider.clean_sent(CLEAN) == SentCopy(clean=True, replaced=0, expected=False)
    assert [one.mime for one in items(world)] == [CLEAN]


def test_where_another_folder_counts_as_sent_the_mailbox_s_own_is_looked_at_too(world) -> None:
    world.file(MARKED)
    archive = world.folder("deleteditems")
    with closing(world.kind(world.settings, lambda: world.token, sent=lambda: archive.id)) as provider:
        assert provider.find_sent("1@linia.example")
        assert provider.clean_sent(CLEAN).replaced == 1
        provider.save_sent(CLEAN.replace(b"<1@", b"<2@"))
        assert provider.find_sent("2@linia.example")
    assert len(items(world)) == len(items(world, "deleteditems")) == 1


def test_another_program_s_clean_copy_stays_and_the_marked_one_goes(world, provider) -> None:
    world.file(CLEAN)
    world.file(MARKED)
    assert provider.clean_sent(CLEAN) == SentCopy(clean=True, replaced=1, expected=False)
    assert [one.mime for one in items(world)] == [CLEAN]


@pytest.mark.parametrize("step", ["creates", "deletes"])
def test_cut_anywhere_and_done_again_it_ends_with_one_clean_letter(world, provider, step) -> None:
    world.file(MARKED)
    world.fake.trouble[getattr(world, step)] = "lost"
    with pytest.raises(MailError):
        provider.clean_sent(CLEAN)
    assert items(world)  # never none
    assert provider.clean_sent(CLEAN).clean
    assert [page_of(one) for one in items(world)] == ["<p>Ten roubles</p>"]
    assert not items(world, "drafts")


def test_a_server_that_makes_a_draft_of_it_keeps_its_own_copy(world, provider) -> None:
    world.file(MARKED)
    world.make_only_drafts()
    with pytest.raises(ServerError):
        provider.clean_sent(CLEAN)
    assert [one.mime for one in items(world)] == [MARKED]
    assert not items(world, "drafts")


def test_a_letter_that_the_server_did_not_file_is_filed_and_is_no_draft(world, provider) -> None:
    provider.save_sent(CLEAN)
    provider.save_sent(CLEAN)
    [kept] = items(world)
    assert (kept.draft, page_of(kept)) == (False, "<p>Ten roubles</p>")


@pytest.mark.parametrize("step", ["create_upload", "move"])
def test_large_files_are_put_on_in_drafts_before_the_letter_comes_to_sent(
    graph, provider, monkeypatch, step
) -> None:
    monkeypatch.setattr(graph_sent, "SMALL_BYTES", 100)
    monkeypatch.setattr(graph_files, "SMALL_BYTES", 4)
    graph.file(MARKED)
    graph.fake.trouble[step] = "lost"
    with pytest.raises(MailError):
        provider.clean_sent(CLEAN)
    assert [one.mime for one in items(graph)] == [MARKED]
    assert provider.clean_sent(CLEAN).replaced == 1
    [kept] = items(graph)
    assert (kept.draft, files_of(kept)) == (False, {"prices.pdf": b"PRICES"})
    assert not items(graph, "drafts")


def test_a_server_that_takes_no_files_on_a_sent_letter_keeps_its_own_copy(
    graph, provider, monkeypatch
) -> None:
    monkeypatch.setattr(graph_sent, "SMALL_BYTES", 100)
    graph.file(MARKED)
    graph.fake.trouble["attach"] = (400, "ErrorInvalidRequest")
    with pytest.raises(MailError):
        provider.clean_sent(CLEAN)
    assert [one.mime for one in items(graph)] == [MARKED]
    assert not items(graph, "drafts")


def test_pictures_in_the_text_stay_in_it(graph, provider) -> None:
    picture = b"--m\r\nContent-Type: image/png\r\nContent-ID: <logo@linia>\r\n\r\nPNG\r\n"
    clean = CLEAN.replace(b"multipart/mixed", b"multipart/related").replace(b"--m--", picture + b"--m--")
    marked = MARKED.replace(b"multipart/mixed", b"multipart/related").replace(b"--m--", picture + b"--m--")
    graph.file(marked)
    provider.clean_sent(clean)
    [kept] = items(graph)
    assert re.search(rb"(?i)content-id: <logo@linia>", kept.mime)


def test_what_is_more_than_a_text_and_files_stays_as_it_was_filed(graph, provider) -> None:
    signed = MARKED.replace(b"multipart/mixed", b"multipart/signed")
    graph.file(signed)
    with pytest.raises(ServerError):
        provider.clean_sent(CLEAN.replace(b"multipart/mixed", b"multipart/signed"))
    assert [one.mime for one in items(graph)] == [signed]


def test_where_deleting_for_good_is_not_known_it_goes_into_the_bin(graph, provider) -> None:
    graph.file(MARKED)
    graph.fake.trouble["purge"] = (400, "BadRequest")
    assert provider.clean_sent(CLEAN).replaced == 1
    assert [page_of(one) for one in items(graph)] == ["<p>Ten roubles</p>"]
