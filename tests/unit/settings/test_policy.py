import pytest

from desktop_app.settings.policy import locked_settings


def test_locked_values_are_read_as_json_texts(tmp_path):
    path = tmp_path / "policies.json"
    path.write_text('{"locked": {"work_country": "RU", "target_minutes": 30}}')
    assert locked_settings(path) == {"work_country": '"RU"', "target_minutes": "30"}


def test_no_file_locks_nothing(tmp_path):
    assert locked_settings(tmp_path / "none.json") == {}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"locked": [1]}', "\x00"])
def test_a_file_that_is_not_usable_locks_nothing_and_is_logged(tmp_path, text, caplog):
    path = tmp_path / "policies.json"
    path.write_text(text)
    assert locked_settings(path) == {}
    assert "not usable" in caplog.text
