"""The local music: `form` shapes it, `score` writes it, `mix` plays it."""

from spotworks.adapters.local.music.maker import LocalMusic

__all__ = ["LocalMusic"]
