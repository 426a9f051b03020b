import subprocess
import sys

from desktop_app.ui.loading import ModuleLoader


def test_charts_load_in_a_thread_and_only_when_asked(project_root):
    program = """
import sys
from PySide6.QtCore import QCoreApplication
from desktop_app.ui.loading import ModuleLoader
from desktop_app.ui.pages.speed import MODULES, SpeedPage
application = QCoreApplication([])
loader = ModuleLoader(None, MODULES)
assert not {"numpy", "desktop_app.ui.charts.plots"} & set(sys.modules), "before anybody asks"
loader.loaded.connect(application.quit)
loader.failed.connect(lambda: application.exit(3))
loader.start()
code = application.exec()
assert loader.is_loaded
sys.exit(code)
"""
    answer = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=project_root,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert answer.returncode == 0, answer.stderr


def test_what_is_loaded_is_told_at_once(qapp, qtbot):
    loader = ModuleLoader(None, ("numpy", "desktop_app.ui.last_week"))
    with qtbot.waitSignal(loader.loaded, timeout=20_000):
        loader.start()
    with qtbot.waitSignal(loader.loaded):
        loader.start()
    loader.close()
