"""The entry point of the `o2c` command. What it needs beside the library is checked here."""

from __future__ import annotations

import sys
from collections.abc import Sequence

_EXTRA = ("jinja2", "pyarrow", "rich", "typer")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command with `arguments`, or with those of the process; returns the exit status:
    0, or 2 with a clear line on the error stream when the input is bad."""
    try:
        from ._command import run
    except ImportError as missing:
        if missing.name is None or missing.name.split(".")[0] not in _EXTRA:
            raise
        print(
            f'o2c: {missing.name} is missing; the command line needs: pip install "o2c[cli]"',
            file=sys.stderr,
        )
        return 2
    return run(sys.argv[1:] if arguments is None else arguments)
