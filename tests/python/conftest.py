"""Settings for all Python tests: Hypothesis tries the same examples everywhere, without a clock."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import o2c
import pytest
import sample_book_tables
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


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample book, a smaller one than `./dev demo` closes."""
    folder = tmp_path_factory.mktemp("sample_book")
    return sample_book_tables.generate(folder, "--orders", str(sample_book_tables.ORDERS))


@pytest.fixture(scope="session")
def sample_book(sample_folder: Path) -> sample_book_tables.Tables:
    return sample_book_tables.read(sample_folder)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server of our own."""
    script = Path(__file__).parents[1] / "journal" / "with_postgresql"
    with subprocess.Popen(
        [script, "sh", "-c", 'echo "$O2C_TEST_POSTGRESQL"; read -r end'],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        line = process.stdout.readline()
        if not line:
            pytest.skip("no PostgreSQL server is installed here")
        values = dict(word.split("=", 1) for word in line.split())
        yield f"postgresql://{values['user']}@/{values['dbname']}?host={values['host']}"
        process.stdin.close()
