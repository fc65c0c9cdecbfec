"""Settings for all Python tests: Hypothesis tries the same examples everywhere, without a clock."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import o2c
import pytest
from hypothesis import settings

settings.register_profile("o2c", deadline=None, derandomize=True, database=None, max_examples=200)
settings.load_profile("o2c")


@pytest.fixture
def run_python() -> Callable[[str], str]:
    """Runs a script in an interpreter of its own, with the o2c under test; returns its output."""

    def run(script: str) -> str:
        environment = {**os.environ, "PYTHONPATH": str(Path(o2c.__file__).parents[1])}
        return subprocess.run(
            [sys.executable, "-c", script],
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout

    return run
