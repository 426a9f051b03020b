import pytest

from desktop_app.domain.errors import DatabaseBusy, FolderUnusable
from desktop_app.engine.lock import DataLock, is_free


def test_a_data_folder_has_one_engine_at_a_time(tmp_path):
    with DataLock(tmp_path / "data"), pytest.raises(DatabaseBusy):
        DataLock(tmp_path / "data")
    DataLock(tmp_path / "data").close()


def test_asking_whether_a_folder_is_free_leaves_it_free(tmp_path):
    assert is_free(tmp_path)
    assert is_free(tmp_path)
    with DataLock(tmp_path):
        assert not is_free(tmp_path)


def test_a_folder_that_cannot_be_made_is_not_called_busy(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FolderUnusable):
        is_free(tmp_path / "file" / "data")
