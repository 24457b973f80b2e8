"""Huibian: split Chinese experience-exchange compilations into a case library."""

__version__ = "0.1.0"
