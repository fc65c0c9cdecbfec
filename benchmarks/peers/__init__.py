"""The same aging side by side: o2c, DuckDB, Polars, pandas, NumPy, and merely reading the input.

python -m benchmarks.peers --help
"""

import sys
from pathlib import Path

# Where no o2c is installed, the one of the working tree is measured.
sys.path.append(str(Path(__file__).resolve().parents[2] / "bindings" / "python"))
