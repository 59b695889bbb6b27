"""Spotworks: finished video ads and shorts from a brief."""

__version__ = "0.1.0"
