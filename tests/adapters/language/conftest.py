"""The vendors' fakes, and the stages that a plan goes through."""

from tests.adapters.providers.conftest import answers
from tests.fakes.street import shop, street
from tests.stages.conftest import aws, studio

__all__ = ["answers", "aws", "shop", "street", "studio"]
