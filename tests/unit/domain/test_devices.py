import pytest

from desktop_app.domain.devices import OwnDevice, device_of, is_same


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15", "iPhone 17.5"),
        ("Mozilla/5.0 (Linux; Android 14; SM-S918B) Chrome/120.0 Mobile", "Android 14 SM-S918B"),
        ("Dalvik/2.1.0 (Linux; U; Android 14; SM-S918B Build/UP1A.231005.007)", "Android 14 SM-S918B"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131", "Windows 10.0"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari", "Macintosh 10.15.7"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Thunderbird/115", "Linux"),
        ("Outlook-Android/2.0", ""),
        ("", ""),
    ],
)
def test_the_first_brackets_name_the_device(agent: str, device: str) -> None:
    assert device_of(agent) == device


def test_programs_that_name_no_system_are_the_same_only_letter_by_letter() -> None:
    mine = OwnDevice("8.8.8.0/24", "Spark/1")
    assert is_same(mine, "8.8.8.0/24", "Spark/1")
    assert not is_same(mine, "8.8.8.0/24", "Airmail 5")
    assert not is_same(mine, "8.8.4.0/24", "Spark/1")
