"""Who plans, reads pages, draws and judges, and the rules that they go by."""

from functools import cache
from importlib import import_module

from spotworks.catalogue import load
from spotworks.domain.angle import Angles
from spotworks.domain.claim_rules import ClaimRules
from spotworks.domain.placement import Placement
from spotworks.ports import Artist, Critic, Eye, Modes, Researcher, Writer
from spotworks.wiring.accounts import language_model
from spotworks.wiring.environment import new, said, scripted


@cache
def placements() -> tuple[Placement, ...]:
    return tuple(Placement.model_validate(row) for row in load("placements")["placement"])


@cache
def angles() -> Angles:
    return Angles.model_validate(load("angles"))


@cache
def claim_rules() -> ClaimRules:
    return ClaimRules.model_validate(load("claims"))


@cache
def modes() -> Modes:
    found: Modes = import_module("spotworks.modes").InstalledModes()
    return found


@cache
def writer() -> Writer:
    """By a language model where there is one, else by rules."""
    model = language_model()
    return scripted("plan", new("model_writer", "ModelWriter", model) if model else rules())


@cache
def rules() -> Writer:
    """Who plans where no language model does."""
    return new("local.writer", "LocalWriter")


@cache
def researcher() -> Researcher:
    allowed = frozenset(filter(None, said("SPOTWORKS_RESEARCH_ALLOW").split(",")))
    return new("web", "PageResearcher", allow=allowed)


@cache
def eye() -> Eye:
    return new("media.likeness", "PictureEye")


@cache
def artist() -> Artist:
    return new("local.pictures", "LocalArtist")


@cache
def critic() -> Critic:
    """By measuring, and by a language model that sees where there is one."""
    measured: Critic = new("critique", "MeasuredCritic", artist())
    model = language_model()
    return new("critique", "ModelCritic", measured, model) if model else measured
