"""`python -m o2c`: the same as the `o2c` command."""

import sys

from ._cli import main

if __name__ == "__main__":
    sys.exit(main())
