"""Whether the tests run on a host. The program that they test must not know it."""

import os

from wayfolio.render.text.withheld import CI

IN_CI = os.environ.get("CI") == "true"
"""What is missing on a machine fails there, instead of being skipped."""

# On a host, the program repeats nothing private in its log. Tests of that set these themselves.
for variable in CI:
    os.environ.pop(variable, None)
