"""The whole program as a user has it, for end-to-end tests."""

import json
import os
import subprocess
import sys
from contextlib import closing

from desktop_app.engine.process import Engine
from desktop_app.settings.secrets import FileSecrets
from desktop_app.store.reader import Reader
from tests.fakes.facts import Facts


class Otklik:
    """The program as a user starts it, and an engine on the same data."""

    def __init__(self, folder, **environment):
        self._environment = environment
        self.data = folder / "data"
        self.secrets = folder / "secrets"
        self.facts = Facts()

    def __call__(self, *arguments, stdin="", code=0):
        environment = {"OTKLIK_SECRETS": str(self.secrets), "PYTHONWARNINGS": "error"}
        ended = subprocess.run(
            [sys.executable, "-m", "desktop_app", "--data", str(self.data), *arguments],
            input=stdin, text=True, encoding="utf-8", capture_output=True, timeout=120, check=False,
            env={**os.environ, **environment, **self._environment},
        )  # fmt: skip
        assert ended.returncode == code, (ended.stdout + ended.stderr)[-2000:]
        return ended.stdout + ended.stderr

    def records(self, *arguments):
        with_json = self(*arguments, "--json")
        return [json.loads(line) for line in with_json.splitlines() if line.startswith("{")]

    def engine(self):
        engine = Engine(self.data, FileSecrets(self.secrets))
        engine.listen(self.facts)
        return engine

    def read(self, question):
        with closing(Reader(self.data)) as reader:
            return question(reader)
