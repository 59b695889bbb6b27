from tests.fakes.street import shop, street

__all__ = ["shop", "street"]
