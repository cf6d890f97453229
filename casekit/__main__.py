"""Run the command line with `python -m casekit`."""

from __future__ import annotations

from casekit.cli import main

if __name__ == "__main__":
    main()
