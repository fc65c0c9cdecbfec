"""What an installed wheel must hold; run as `python -I` where nothing else is installed."""

import importlib
import importlib.metadata
import subprocess
import sys
import time
from pathlib import Path


def check_import() -> None:
    before = set(sys.modules)
    start = time.perf_counter()
    o2c = importlib.import_module("o2c")
    seconds = time.perf_counter() - start
    assert seconds < 0.5, f"import o2c takes {seconds:.2f} s"

    loaded = {name.split(".")[0] for name in set(sys.modules) - before}
    foreign = loaded - set(sys.stdlib_module_names) - {"o2c"}
    assert not foreign, f"import o2c pulls in {foreign}"
    assert Path(sys.prefix) in Path(o2c.__file__).parents, f"not from the wheel: {o2c.__file__}"
    print(f"import o2c: {1000 * seconds:.0f} ms")


def check_files() -> None:
    files = {str(path) for path in importlib.metadata.files("o2c") or []}
    for wanted in ("o2c/__init__.py", "o2c/_core.pyi", "o2c/py.typed"):
        assert wanted in files, f"{wanted} is not in the wheel"
    modules = [name for name in files if name.endswith(".so")]
    assert len(modules) == 1, f"one compiled module expected: {modules}"
    stray = [name for name in files if not name.startswith(("o2c/", "o2c-", "../../../bin/o2c"))]
    assert not stray, f"the wheel holds more than the package: {stray}"


def check_use() -> None:
    o2c = importlib.import_module("o2c")
    shares = o2c.split("100.00 USD", 3)
    assert [str(share) for share in shares] == ["33.34 USD", "33.33 USD", "33.33 USD"]
    assert sum(shares) == o2c.Money("100.00", "USD")
    try:
        o2c.Money(0.1, "USD")
    except o2c.FloatRefused:
        pass
    else:
        raise AssertionError("a float was taken for an amount")


def check_command() -> None:
    """Without its extra the command line must say how to get it, not show a traceback."""
    command = Path(sys.prefix, "bin/o2c")
    done = subprocess.run([command, "aging"], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "o2c[cli]" in done.stderr, done.stderr
    assert "Traceback" not in done.stderr, done.stderr


for check in (check_import, check_files, check_use, check_command):
    check()
print(f"wheel of o2c {importlib.metadata.version('o2c')}: as it should be")
