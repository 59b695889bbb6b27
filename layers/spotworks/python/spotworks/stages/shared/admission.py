"""What is checked when a request comes in, and again when its job begins."""

from collections.abc import Sequence
from decimal import Decimal

from spotworks.domain.brief import Brief
from spotworks.domain.keys import upload_key
from spotworks.domain.languages import named, script
from spotworks.domain.model import Model
from spotworks.domain.money import estimate, share
from spotworks.domain.placement import Placement, placement_named
from spotworks.domain.writing import scripts_of
from spotworks.errors import AssetRejected, BudgetExceeded, InvalidRequest, ModelUnavailable, NotFound
from spotworks.ports import Files, Modes, Typecase
from spotworks.stages.shared.desk import Desk

MAX_BYTES = 25_000_000  # of one uploaded picture
MAX_FOOTAGE_BYTES = 250_000_000  # and of one video
MAX_LOTTIE_BYTES = 2_000_000  # and of one Lottie document
_FIELDS = {"pictures": "reference_assets", "footage": "footage_assets"}


def chosen_model(brief: Brief, models: Sequence[Model]) -> Model:
    """Raises InvalidRequest for an unknown model, ModelUnavailable for one without its key."""
    by_id = {model.id: model for model in models}
    if brief.model not in by_id:
        raise InvalidRequest(f"model: there is no {brief.model!r}; known: {', '.join(sorted(by_id))}", field="model")
    model = by_id[brief.model]
    if not model.available:
        raise ModelUnavailable(f"model: {model.id} cannot be used: {model.why_not}", field="model")
    return model


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
            f"language: {named(brief.language)} needs a language model (SPOTWORKS_LANGUAGE_MODEL); "
            f"without one there are {', '.join(sorted(known))}",
            field="language",
        )
    if known is not None and brief.prompt and not scripts_of(brief.prompt, brief.language) & {"Latn", "Cyrl"}:
        raise InvalidRequest(
            "prompt: must be written in Latin or Cyrillic letters; for others set a language model "
            "(SPOTWORKS_LANGUAGE_MODEL)",
            field="prompt",
        )
    if voices is not None and not voices.of(brief.language):
        raise InvalidRequest(
            f"language: no voice here speaks {named(brief.language)}: espeak-ng has none for it, and there is no other",
            field="language",
        )


def legible(brief: Brief, typecase: Typecase) -> None:
    """Raises InvalidRequest for letters that nothing draws where the pictures are made, and says what to install."""
    shown = [("language", script(brief.language), named(brief.language))]
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


def affordable(brief: Brief, models: Sequence[Model], modes: Modes) -> None:
    """Raises BudgetExceeded if the cap of one variation is below what it may cost."""
    price = chosen_model(brief, models).price if modes.find(brief.mode).get_metadata().generates else Decimal(0)
    needed = estimate(brief, price)
    if share(brief) < needed:
        wanted = needed * brief.variations
        raise BudgetExceeded(
            f"budget: ${brief.budget:f} is below the estimate of ${wanted:f} for {brief.variations} "
            f"video(s) of {float(brief.duration):g} s in {brief.quality} quality; allow that much or ask for less",
            field="budget",
        )


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
