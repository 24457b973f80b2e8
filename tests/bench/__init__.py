"""Benchmarks: how fast, how lean, how good. Run by ``make bench``, never as timed tests."""

import os

# Users' Python keeps compiled code; where it is told to keep none, every command compiles ours.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
