"""Spotworks: finished video ads and shorts from a brief."""
