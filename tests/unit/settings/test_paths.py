from pathlib import Path

import platformdirs
import pytest

from desktop_app.settings.paths import data_folder


@pytest.mark.parametrize("data_home", [None, "", "/somewhere/else"])
def test_the_data_folder_is_the_one_that_the_system_gives_to_programs(monkeypatch, data_home):
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    if data_home is not None:
        monkeypatch.setenv("XDG_DATA_HOME", data_home)
    assert data_folder() == Path(platformdirs.user_data_dir("Otklik", appauthor=False))
