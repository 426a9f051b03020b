from desktop_app.demo.clients import _as_letter
from desktop_app.demo.post import read_copy
from desktop_app.demo.writing import _attribution
from desktop_app.domain.compose import compose
from desktop_app.domain.model import AccountId, Address, Draft

SENT_AT = 1_795_680_000_000_000  # 2026-11-26 08:00 UTC


def test_a_letter_is_quoted_with_the_time_it_was_sent():
    to = (Address("", "anna@zavod.example"),)
    draft = Draft(AccountId(1), to=to, subject="Цена", html="<p>Добрый день</p>")
    mime = compose(draft, Address("Марина", "marina@linia.example"), "one@linia.example", SENT_AT)
    copy = read_copy(mime, "anna@zavod.example")
    assert copy.sent_at == SENT_AT
    assert _attribution(_as_letter(copy)).startswith("26.11.2026 ")
