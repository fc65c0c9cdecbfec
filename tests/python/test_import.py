"""import o2c is quick and brings nothing else along."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable


def test_import_brings_only_the_standard_library(run_python: Callable[[str], str]) -> None:
    script = (
        "import sys; before = set(sys.modules); import o2c; "
        "import json; print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    imported = set(json.loads(run_python(script)))
    foreign = {
        name
        for name in imported
        if name.partition(".")[0] not in {*sys.stdlib_module_names, "o2c", "pybind11_builtins"}
    }
    assert not foreign
    # What is written in Python over the compiled module waits until it is used.
    own = {name for name in imported if name.partition(".")[0] == "o2c"}
    assert own == {"o2c", "o2c._core", "o2c._errors"}


def test_import_takes_less_than_50_ms(run_python: Callable[[str], str]) -> None:
    # Processor time, so that other work on the machine does not count.
    script = "import time; t = time.process_time(); import o2c; print(time.process_time() - t)"
    assert min(float(run_python(script)) for _ in range(5)) < 0.050


def test_every_name_is_there_and_has_a_docstring() -> None:
    import o2c

    for name in o2c.__all__:
        value = getattr(o2c, name)
        assert name == "__version__" or value.__doc__, name
    assert set(o2c.__all__) <= set(dir(o2c))
    for name in dir(o2c._core):
        if not name.startswith("_"):
            assert getattr(o2c._core, name).__doc__, name
