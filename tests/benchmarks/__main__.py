"""Runs the benchmarks: `python -m tests.benchmarks [name]`; one JSON object per figure on standard output."""

import importlib
import json
import pkgutil
import sys
import traceback
from collections.abc import Callable, Iterable
from dataclasses import asdict

from tests import benchmarks
from tests.benchmarks.result import Result

PREFIX = "bench_"


def main(arguments: list[str]) -> int:
    """Run all benchmarks, or the one that is named; 1 when one broke, 2 for an unknown name."""
    found = names()
    wanted = arguments or found
    if unknown := [name for name in wanted if name not in found]:
        print(f"benchmarks: unknown: {', '.join(unknown)}; there are: {', '.join(found)}", file=sys.stderr)
        return 2
    outcomes = [measure(name) for name in wanted]
    return 0 if all(outcomes) else 1


def names() -> list[str]:
    """Names of the modules tests/benchmarks/bench_<name>.py."""
    modules = (module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    return sorted(name.removeprefix(PREFIX) for name in modules if name.startswith(PREFIX))


def measure(name: str) -> bool:
    """Print the figures of one benchmark as they come; a broken one is told and does not stop the others."""
    try:
        module = importlib.import_module(f"tests.benchmarks.{PREFIX}{name}")
        run: Callable[[], Iterable[Result]] = module.run
        for result in run():
            print(json.dumps(asdict(result)), flush=True)
    except Exception:  # noqa: BLE001 - the top of the program: whatever broke one benchmark, the others still run
        print(f"benchmarks: {name} broke:\n{traceback.format_exc()}", file=sys.stderr)
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
