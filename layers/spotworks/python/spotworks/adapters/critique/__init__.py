"""Critics of storyboard pictures."""

from spotworks.adapters.critique.measured import MeasuredCritic

__all__ = ["MeasuredCritic"]
