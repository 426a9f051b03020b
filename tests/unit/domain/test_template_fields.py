from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.template_fields import filled, first_name


def test_first_names_are_found_in_the_usual_orders():
    assert first_name("Anna Petrova") == first_name("Petrova, Anna") == first_name('"Anna" P') == "Anna"
    assert first_name("anna@firm.ru") == first_name("") == first_name(" ") == ""


def test_a_field_nobody_knows_is_no_field():
    assert filled("{price} {first_name}", {"first_name": "A"}, html=False).text == "{price} A"


@given(st.text(max_size=80), st.text(max_size=20))
def test_no_text_breaks_the_filling_and_values_never_become_markup(text, value):
    assert filled(text, {"name": value}, html=True).text is not None
    assert "<" not in filled("{name}", {"name": value}, html=True).text
