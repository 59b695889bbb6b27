"""How long a Lambda lives, for the adapters that wait for somebody."""

from spotworks.adapters.providers.lifetime import living

__all__ = ["living"]
