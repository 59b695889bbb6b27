"""Signing a finished video and reading what one says of itself (C2PA 2, by c2pa-python)."""
