"""The models of the catalogue."""

from spotworks import catalogue
from spotworks.domain.model import Model

MODELS: dict[str, Model] = {model.id: model for model in catalogue.models()}
"""By their ids."""
