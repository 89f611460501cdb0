"""``python -m dipkb`` is ``dipkb``."""

import sys

from dipkb.cli import main

if __name__ == "__main__":
    sys.exit(main())
