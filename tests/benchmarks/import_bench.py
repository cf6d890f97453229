"""How long a reader waits for `import casekit`, and for the first case and model, beside `import pandas`."""

from __future__ import annotations

import statistics
import subprocess
import sys
from typing import Any

ROUNDS = 7
FIRST = 'import casekit as ck; ck.MicroFactory.from_case(ck.load("local-motors")).cars_in_build'


def run() -> list[dict[str, Any]]:
    """Measure whole processes in turns, less an empty one."""
    codes = {"empty": "pass", "pandas": "import pandas", "casekit": "import casekit", "first": FIRST}
    seconds: dict[str, list[float]] = {name: [] for name in codes}
    for _ in range(ROUNDS):
        for name, code in codes.items():
            seconds[name].append(_process(code))
    empty = statistics.median(seconds["empty"])
    own = {name: max(1e-4, statistics.median(taken) - empty) for name, taken in seconds.items()}
    row = {"unit": "s", "peer": own["pandas"], "peer_is": "import pandas"}
    return [
        {**row, "measure": "import casekit", "ours": own["casekit"], "target": "<= 1.1"},
        {**row, "measure": "import, first case, first model, first output", "ours": own["first"], "target": "-"},
    ]


def _process(code: str) -> float:
    timed = f"import time; t = time.perf_counter()\n{code}\nprint(time.perf_counter() - t)"
    done = subprocess.run([sys.executable, "-c", timed], capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])
