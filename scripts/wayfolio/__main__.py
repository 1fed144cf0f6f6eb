"""`python -m wayfolio`: the command line."""

import sys

from wayfolio.cli.main import main

sys.exit(main())
