"""Store the pickles of the installed version, to be read by all later ones.

    python tests/python/pickles/write.py

Run it once for each release; stored files never change.
"""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

here = Path(__file__).parent
sys.path.insert(0, str(here.parent))

import o2c  # noqa: E402
from value_samples import samples  # noqa: E402

path = here / f"{o2c.__version__}.pickle"
with path.open("xb") as file:
    pickle.dump(samples(), file, protocol=4)
print(f"wrote {path}")
