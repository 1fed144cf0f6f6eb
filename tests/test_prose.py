"""What is told about a text is told whether it was looked at as HTML or as a tree."""

from dataclasses import replace

import comrak
import pytest
from hypothesis import given
from hypothesis import strategies as st

from example import EXAMPLE
