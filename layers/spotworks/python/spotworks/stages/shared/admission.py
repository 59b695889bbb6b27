"""What is checked when a request comes in, and again when its job begins."""

from collections.abc import Sequence
from datetime import date

from spotworks.domain.brief import Brief
from spotworks.domain.casting import FIELDS, Kind
from spotworks.domain.estimate import Cast, Estimate, dearest, estimate
from spotworks.domain.keys import upload_key
from spotworks.domain.languages import RULED, script
from spotworks.domain.languages import named as language_named
from spotworks.domain.lifecycle import Resolved, named, resolve, successor
from spotworks.domain.model import Model
from spotworks.domain.money import share
from spotworks.domain.placement import Placement, placement_named
from spotworks.domain.screenplay import Screenplay
from spotworks.domain.writing import scripts_of
from spotworks.errors import AssetRejected, BudgetExceeded, InvalidRequest, ModelUnavailable, NotFound
from spotworks.ports import Files, Modes, Typecase
from spotworks.stages.shared.desk import Desk

MAX_BYTES = 25_000_000  # of one uploaded picture
MAX_FOOTAGE_BYTES = 250_000_000  # and of one video
MAX_LOTTIE_BYTES = 2_000_000  # and of one Lottie document
_KINDS: dict[str, Kind] = {field: kind for kind, field in FIELDS.items()}
_NOT_BY_NAME = {"local", "auto"}
_RULED_SCRIPTS = {"Latn", "Cyrl"}
_FIELDS = {"pictures": "reference_assets", "footage": "footage_assets"}


def settled(brief: Brief, models: Sequence[Model], today: date) -> tuple[Brief, tuple[str, ...]]:
    """The brief with the ids of the models that its names stand for today, and what is to be told of that.

    Raises InvalidRequest, naming the field, for a name that is not known or makes something else; ModelUnavailable for
    a model that is gone without a successor.
    """
    found = {field: _resolved(brief, field, models, today) for field in _asked(brief)}
    told = tuple(one.told for one in found.values() if one.told)
    ids = {field: one.model.id for field, one in found.items() if one.model.id != getattr(brief, field)}
    return (brief.model_copy(update=ids) if ids else brief), told


def _asked(brief: Brief) -> tuple[str, ...]:
    return tuple(field for field in _KINDS if getattr(brief, field) not in _NOT_BY_NAME)


def _resolved(brief: Brief, field: str, models: Sequence[Model], today: date) -> Resolved:
    try:
        return resolve(getattr(brief, field), models, today, kind=_KINDS[field])
    except (InvalidRequest, ModelUnavailable) as error:
        raise type(error)(f"{field}: {error.message}", field=field) from error


def castable(brief: Brief, models: Sequence[Model], desk: Desk) -> None:
    """Whether those who shall make it can be used. Raises, naming the field, InvalidRequest for a name or a ratio that
    does not fit, ModelUnavailable for a model without its key."""
    generates, today = _generates(brief, desk), desk.clock.now().date()
    _thinkable(models, desk, today)
    for field in _asked(brief):
        seen = field in {"model", "image_model"}
        if seen and not generates:
            continue
        found = _resolved(brief, field, models, today)
        if not found.model.available:
            told = f"{found.told}, but " if found.told else ""
            raise ModelUnavailable(
                f"{field}: {told}{found.model.id} cannot be used: {found.model.why_not}", field=field
            )
        if seen and brief.aspect not in found.model.aspects:
            takes = " or ".join(found.model.aspects)
            raise InvalidRequest(f"aspect: {found.model.id} makes {takes}, not {brief.aspect}", field="aspect")
        if field == "model" and brief.clip_sound == "yes" and found.model.native_audio == "no":
            raise InvalidRequest(
                f"clip_sound: {found.model.id} makes clips without a sound; leave it out, or name another model",
                field="clip_sound",
            )


def _thinkable(models: Sequence[Model], desk: Desk, today: date) -> None:
    """Whether the language models that plan here can be used; one of a package's own is asked when it plans."""
    for planner in planners(models, desk, today):
        if not planner.available:
            raise ModelUnavailable(f"SPOTWORKS_LANGUAGE_MODEL: {planner.id} cannot be used: {planner.why_not}")


def planners_told(models: Sequence[Model], desk: Desk, today: date) -> tuple[str, ...]:
    """What became of the language models that are set up here, or will soon; those of packages are not known of.

    Raises ModelUnavailable for one that is gone without a successor.
    """
    known = (resolve(name, models, today) for name in desk.planners if named(name, models))
    return tuple(f"SPOTWORKS_LANGUAGE_MODEL: {one.told}" for one in known if one.told)


def planners(models: Sequence[Model], desk: Desk, today: date) -> tuple[Model, ...]:
    """The language models that are set up here and in the catalogue, or what follows them."""
    known = (named(name, models) for name in desk.planners)
    return tuple(successor(one, models, today) or one for one in known if one is not None)


def cast_of(brief: Brief, models: Sequence[Model], desk: Desk, play: Screenplay | None = None) -> Cast:
    """Who makes it as far as that is known, whether or not they can be used: for what it will cost."""
    today = desk.clock.now().date()
    asked = {kind: getattr(brief, field) for field, kind in _KINDS.items()}
    if play is not None:
        asked |= {kind: play.makers_of(kind)[0] for kind in asked}
    found = {kind: named(name, models) for kind, name in asked.items() if name not in _NOT_BY_NAME}
    return Cast(
        **{kind: successor(model, models, today) for kind, model in found.items() if model},
        language=dearest(planners(models, desk, today)),
    )


def estimated(brief: Brief, models: Sequence[Model], desk: Desk, play: Screenplay | None = None) -> Estimate:
    """What one variation will cost; see domain.estimate."""
    cast = cast_of(brief, models, desk, play)
    return estimate(brief, cast, play, models=models, generates=_generates(brief, desk))


def _generates(brief: Brief, desk: Desk) -> bool:
    return desk.modes.find(brief.mode).get_metadata().generates


def possible(brief: Brief, modes: Modes, placements: tuple[Placement, ...]) -> None:
    """Raises InvalidRequest, naming the field, for a mode or an option that there is not, or what it needs."""
    if brief.placement:
        _suits(brief, placements)
    mode = modes.find(brief.mode)
    mode.validate_config(brief.mode_options)
    info = mode.get_metadata()
    if not info.available:
        raise ModelUnavailable(f"mode: {info.name} cannot be used: {info.why_not}", field="mode")
    given = {"pictures": brief.reference_assets, "footage": brief.footage_assets}
    if info.needs and not any(given.get(need) for need in info.needs):
        raise InvalidRequest(
            f"{_FIELDS[info.needs[0]]}: {info.name} shows your own {' or '.join(info.needs)}; give at least one",
            field=_FIELDS[info.needs[0]],
        )


def plannable(brief: Brief, desk: Desk) -> None:
    """Raises InvalidRequest for a language that the writer does not know, or in which nothing here speaks."""
    known, voices = desk.languages, desk.voices
    if known is not None and brief.language not in known:
        raise InvalidRequest(
            f"language: {language_named(brief.language)} needs a language model (SPOTWORKS_LANGUAGE_MODEL); "
            f"without one there are {', '.join(sorted(known))}",
            field="language",
        )
    if known is not None and (field := unreadable_by_rules(brief)):
        raise InvalidRequest(
            f"{field}: must be written in Latin or Cyrillic letters; for others set a language model "
            "(SPOTWORKS_LANGUAGE_MODEL)",
            field=field,
        )
    if voices is not None and brief.voice_model == "local" and not voices.of(brief.language):
        raise InvalidRequest(
            f"language: espeak-ng, the voice of this machine, does not speak {language_named(brief.language)}; "
            "choose another voice_model",
            field="language",
        )


def unreadable_by_rules(brief: Brief) -> str:
    """The field for which only a language model can plan it, or "".

    A prompt needs something that rules can read; names and calls are shown and spoken whole.
    """
    if brief.language not in RULED:
        return "language"
    if brief.prompt and not scripts_of(brief.prompt, brief.language) & _RULED_SCRIPTS:
        return "prompt"
    whole = (name for name in ("brand", "call_to_action") if scripts_of(getattr(brief, name), "en") - _RULED_SCRIPTS)
    return next(whole, "")


def legible(brief: Brief, typecase: Typecase) -> None:
    """Raises InvalidRequest for letters that nothing draws where the pictures are made, and says what to install."""
    shown = [("language", script(brief.language), language_named(brief.language))]
    for field in ("brand", "call_to_action"):
        text = getattr(brief, field)
        shown += [(field, one, repr(text)) for one in sorted(scripts_of(text, brief.language))]
    for field, one, what in shown:
        if lacking := typecase.lacking(one):
            raise InvalidRequest(f"{field}: {what} {lacking}", field=field)


def _suits(brief: Brief, placements: tuple[Placement, ...]) -> None:
    """Raises InvalidRequest for a placement that there is not, or one that does not take such a video."""
    try:
        placement = placement_named(placements, brief.placement)
    except KeyError as error:
        raise InvalidRequest(f"placement: {error.args[0]}", field="placement") from error
    for aspect in brief.outputs:
        if aspect not in placement.aspects:
            wanted = " or ".join(placement.aspects)
            raise InvalidRequest(f"aspect: {placement.name} takes {wanted}, not {aspect}", field="aspect")
    if brief.duration > placement.longest:
        raise InvalidRequest(
            f"duration: {placement.name} takes {float(placement.longest):g} s at most, not {float(brief.duration):g}",
            field="duration",
        )


def affordable(brief: Brief, models: Sequence[Model], desk: Desk) -> Estimate:
    """What one variation will cost. Raises BudgetExceeded, with its items, if that is above its cap, and what castable
    raises."""
    castable(brief, models, desk)
    needed = estimated(brief, models, desk)
    if share(brief) < needed.least:
        wanted = needed.least * brief.variations
        call = f"; a call of the language model may take ${needed.call:f}" if needed.least > needed.total else ""
        raise BudgetExceeded(
            f"budget: ${brief.budget:f} is below the estimate of ${wanted:f} for {brief.variations} "
            f"video(s) of {float(brief.duration):g} s in {brief.quality} quality; allow that much or ask for less. "
            f"Each takes: {needed.told()}{call}",
            field="budget",
        )
    return needed


def uploads_are_there(brief: Brief, tenant: str, uploads: Files) -> None:
    """Raises InvalidRequest, naming the first upload that is not, AssetRejected for one that is too large."""
    if brief.kit and brief.kit.logo:
        try:
            fits(brief.kit.logo, uploads.size(upload_key(tenant, brief.kit.logo)))
        except NotFound as error:
            raise InvalidRequest(f"kit.logo: there is no upload {brief.kit.logo}", field="kit") from error
    limits = {
        "reference_assets": MAX_BYTES, "footage_assets": MAX_FOOTAGE_BYTES, "animation_assets": MAX_LOTTIE_BYTES
    }  # fmt: skip
    for field, most in limits.items():
        for asset in getattr(brief, field):
            try:
                fits(asset, uploads.size(upload_key(tenant, asset)), most=most, field=field)
            except NotFound as error:
                raise InvalidRequest(f"{field}: there is no upload {asset}", field=field) from error


def fits(name: str, size: int, *, most: int = MAX_BYTES, field: str = "reference_assets") -> None:
    """Raises AssetRejected for what holds nothing or too much to be read: nothing limits what is put into a bucket."""
    if not size:
        raise AssetRejected(f"{name}: is empty (0 bytes); send it again", field=field)
    if size > most:
        raise AssetRejected(
            f"{name}: {size / 1e6:,.1f} MB is more than {most // 1_000_000} MB; send a smaller version", field=field
        )
