"""The vendors' fakes, and the stages that a plan goes through."""

from tests.adapters.providers.conftest import answers, shop, street
from tests.stages.conftest import aws, studio

__all__ = ["answers", "aws", "shop", "street", "studio"]
