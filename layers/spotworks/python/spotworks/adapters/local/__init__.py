"""Makers that need no key and no network: good enough to be liked, deterministic by seed."""
