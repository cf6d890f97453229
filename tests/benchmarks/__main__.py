"""`python3 start.py bench`: each measure as a ratio against a named peer, on the same work, in one run."""

from __future__ import annotations

import importlib
import platform
import sys
from pathlib import Path

import numpy

sys.path.insert(0, str(Path(__file__).parent))
BENCHES = ("import_bench", "draws_bench", "simulate_bench", "explorer_bench")


def main(names: list[str]) -> int:
    """Run the benches named, else all, and print a row for each measure."""
    print(f"Python {platform.python_version()}, NumPy {numpy.__version__}, {platform.system()} {platform.machine()}")
    print(f"{'measure':52} {'casekit':>10} {'peer':>10}  ratio  target  peer is", flush=True)
    for name in names or BENCHES:
        for row in importlib.import_module(name).run():
            ratio = row["ours"] / row["peer"]
            print(
                f"{row['measure']:52} {row['ours']:>8.3g} {row['unit']} {row['peer']:>7.3g} {row['unit']}"
                f"  {ratio:5.2f}  {row['target']:7}  {row['peer_is']}",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
