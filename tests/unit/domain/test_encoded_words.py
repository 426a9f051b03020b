"""RFC 2047, as it should be and as it is."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.encoded_words import decode_words


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("plain", "plain"),
        ("=?utf-8?B?0KHRh9GR0YI=?=", "Счёт"),
        ("=?KOI8-R?Q?=F3=DE=A3=D4?= 15", "Счёт 15"),
        ("=?iso-8859-1?q?M=FCller_GmbH?=", "Müller GmbH"),
        ("Re: =?utf-8?Q?=D0=A6?= =?utf-8?Q?=D0=B5?=na", "Re: Цеna"),
        ("=?utf-8?B?0A==?= =?utf-8?B?oQ==?=", "С"),  # a character split between two words
        ("=?utf-8?B?0KE=?=\n =?koi8-r?B?3g==?=", "Сч"),
        ("a =?us-ascii?Q?b?= c", "a b c"),
        ("=?utf-8?B?0KHRh9GR0YI?=", "Счёт"),  # padding forgotten
        ("=?utf-8?Q?with spaces in it?=", "with spaces in it"),
        ("=?unknown-8bit?B?0vfl8g==?=", "Тчет"),
        ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        ("=?utf-8?B?0KHR", "=?utf-8?B?0KHR"),
        ("=?utf-8*ru?Q?=D0=A6?=", "Ц"),
    ],
)
def test_decodes(written: str, text: str) -> None:
    assert decode_words(written) == text


@given(st.text(), st.sampled_from(["utf-8", "utf-16"]), st.integers(1, 45))
def test_what_was_encoded_comes_back_wherever_it_is_split(text: str, charset: str, size: int) -> None:
    raw = text.encode(charset, "ignore")
    words = [raw[start : start + size] for start in range(0, len(raw), size)]
    encoded = "\n ".join(f"=?{charset}?B?{base64.b64encode(word).decode()}?=" for word in words)
    assert decode_words(encoded) == raw.decode(charset)


@given(st.text(alphabet="=?utf-8BQ_0KHR \n", max_size=60))
def test_never_raises(written: str) -> None:
    assert isinstance(decode_words(written), str)
