"""The HTTP API: routes that call one stage each, and the one translation of errors to HTTP."""

from spotworks.runtime.api import costs, daily, hooks, pages, uploads, videos
from spotworks.runtime.api.app import app

__all__ = ["app", "costs", "daily", "hooks", "pages", "uploads", "videos"]
