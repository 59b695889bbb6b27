"""Acme's models in Spotworks. Acme is invented, its API too: see docs/adding-a-provider.md."""

from importlib.resources import files


def catalogue() -> str:
    """What the entry point "spotworks.catalogues" asks for: TOML."""
    return files(__name__).joinpath("models.toml").read_text(encoding="utf-8")
