"""`python -m wayfolio`: the command line."""

import sys

from wayfolio.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
