"""Stages: pure functions from one form of a compilation to the next; no files, no clock."""
