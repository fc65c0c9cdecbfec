"""Closing needs no network: not on the command line, and not for the page."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import o2c
import pytest

pytest.importorskip("typer")
pytest.importorskip("jinja2")

_CLOSE = """\
import sys
from o2c._cli import main
sys.exit(main(["close", sys.argv[1], "--period", "2026-10", "--out", sys.argv[2]]))
"""
# Whatever would reach for the network ends the child, also where the error is caught.
_NO_SOCKETS = """\
import os, socket, sys, traceback

def refuse(*_arguments, **_more):
    traceback.print_stack()
    sys.stderr.flush()
    os._exit(77)

sys.addaudithook(lambda event, _: refuse() if event.startswith("socket.") else None)
"""


def child(script: str, book: Path, page: Path, *before: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(Path(o2c.__file__).parents[1])}
    return subprocess.run(
        [*before, sys.executable, "-c", script, str(book), str(page)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_no_socket_is_opened(sample_folder: Path, tmp_path: Path) -> None:
    tried = child(_NO_SOCKETS + "socket.socket()", tmp_path, tmp_path)
    assert tried.returncode == 77, "the hook has to see a socket"
    closed = child(_NO_SOCKETS + _CLOSE, sample_folder, tmp_path / "page.html")
    assert closed.returncode == 0, closed.stderr
    assert (tmp_path / "page.html").read_text(encoding="utf-8").endswith("</html>")


def test_without_any_network(sample_folder: Path, tmp_path: Path) -> None:
    if shutil.which("unshare") is None:
        pytest.skip("needs unshare")
    alone = ("unshare", "--map-root-user", "--net")
    if subprocess.run([*alone, "true"], check=False, capture_output=True).returncode != 0:
        pytest.skip("this system does not let us have a network of our own")
    closed = child(_CLOSE, sample_folder, tmp_path / "page.html", *alone)
    assert closed.returncode == 0, closed.stderr
    with_network = o2c.close(sample_folder, period="2026-10").to_html()
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == with_network
