"""Critics of storyboard pictures."""

from spotworks.adapters.critique.by_model import ModelCritic
from spotworks.adapters.critique.measured import MeasuredCritic

__all__ = ["MeasuredCritic", "ModelCritic"]
