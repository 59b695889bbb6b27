"""Calls of a model are counted and booked by the stages."""

from tests.stages.conftest import aws, studio

__all__ = ["aws", "studio"]
