import pytest

from desktop_app.domain.errors import DatabaseBusy
from desktop_app.engine.lock import DataLock


def test_a_data_folder_has_one_engine_at_a_time(tmp_path):
    with DataLock(tmp_path / "data"), pytest.raises(DatabaseBusy):
        DataLock(tmp_path / "data")
    DataLock(tmp_path / "data").close()
