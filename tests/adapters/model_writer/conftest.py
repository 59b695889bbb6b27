"""Plans are made by the stages, which check and count."""

from tests.stages.conftest import aws, studio

__all__ = ["aws", "studio"]
