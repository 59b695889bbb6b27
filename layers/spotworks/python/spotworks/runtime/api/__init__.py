"""The HTTP API: routes that call one stage each, and the one translation of errors to HTTP."""

from spotworks.runtime.api import caches, costs, daily, hooks, pages, uploads, videos
from spotworks.runtime.api.app import app

__all__ = ["app", "caches", "costs", "daily", "hooks", "pages", "uploads", "videos"]
