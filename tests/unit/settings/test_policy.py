import pytest

from desktop_app.settings.policy import NAME_MAX, locked_by, locked_settings


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


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ('{"locked": {}, "locked_by": " IT of Linia,\\n ext. 1234 "}', "IT of Linia, ext. 1234"),
        ('{"locked": {}}', ""),
        ("[]", ""),
        ("garbage", ""),
    ],
)
def test_it_says_who_it_is_in_one_line(tmp_path, text, who):
    path = tmp_path / "policies.json"
    path.write_text(text)
    assert locked_by(path) == who
    path.write_text('{"locked_by": "%s"}' % ("x" * 999))
    assert len(locked_by(path)) == NAME_MAX
    assert locked_by(tmp_path / "none.json") == ""
