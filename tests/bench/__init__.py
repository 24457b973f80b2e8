"""Benchmarks: how fast, how lean, how good. Run by ``make bench``, never as timed tests."""
