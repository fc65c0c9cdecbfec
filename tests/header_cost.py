"""What including each area costs, and a guard that light headers stay light.

Usage: header_cost.py [COMPILER]. Prints the seconds that including every public header of an
area adds to a file. Fails when a header pulls in, even indirectly, one that is too heavy for
what it offers. (Only that is judged: seconds differ from machine to machine.)
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INCLUDE = ROOT / "include"
COMPILER = sys.argv[1] if len(sys.argv) > 1 else "c++"

# What no header of ours may pull in ...
HEAVY = re.compile(
    r"boost/multiprecision/|boost/date_time/gregorian/gregorian_types\.hpp"
    r"|c\+\+/[\d.]+/(iostream|sstream|fstream|iomanip|regex|map|chrono|filesystem)$"
)
# ... but for the bridges to other libraries, which users include by name.
BRIDGES = {"time/boost_date.hpp", "time/chrono_date.hpp"}


def compile_text(text: str, *flags: str) -> str:
    command = [COMPILER, "-std=c++20", f"-I{INCLUDE}", "-x", "c++", *flags, "-"]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(done.stderr)
    return done.stdout


def including(headers: list[str]) -> str:
    return "".join(f"#include <o2c/{header}>\n" for header in headers)


def seconds(headers: list[str]) -> float:
    """Processor time, the least of three: the others were disturbed."""
    taken = []
    for _ in range(3):
        before = os.times()
        compile_text(including(headers), "-fsyntax-only")
        after = os.times()
        taken.append(after.children_user - before.children_user)
    return min(taken)


def heavy_includes(header: str) -> list[str]:
    found = compile_text(including([header]), "-M").replace("\\\n", " ").split()
    return [f"{header} pulls in {path}" for path in found if HEAVY.search(path)]


def main() -> None:
    found = (str(path.relative_to(INCLUDE / "o2c")) for path in INCLUDE.rglob("*.hpp"))
    headers = sorted(set(found) - BRIDGES)
    areas: dict[str, list[str]] = {}
    for header in headers:
        areas.setdefault(header.split("/")[0], []).append(header)

    nothing = seconds([])
    for area, its_headers in areas.items():
        print(f"{area:<12} {seconds(its_headers) - nothing:5.2f} s")

    wrong = [line for header in headers for line in heavy_includes(header)]
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
