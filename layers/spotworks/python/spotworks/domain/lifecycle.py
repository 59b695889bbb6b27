"""How models come and go: what a name means today, what it costs to keep it in a plan, what can be used here."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, timedelta
from difflib import get_close_matches
from functools import partial

from spotworks.domain.base import Frozen
from spotworks.domain.credentials import wrong_with_address, wrong_with_secret
from spotworks.domain.model import Kind, Model, chunks_for
from spotworks.domain.screenplay import Scene, Screenplay
from spotworks.errors import InvalidRequest, ModelUnavailable

WARNED = timedelta(days=60)
"""So long before its end a model is warned of."""

FRESH = timedelta(days=180)
"""So old the facts of a model may grow."""

_SHOWN = 12  # names that a message lists

_MADE: dict[Kind, str] = {
    "clip": "clips", "image": "pictures", "voice": "voices", "music": "music", "effects": "effects",
    "language": "texts",
}  # fmt: skip


class Resolved(Frozen):
    """What a name stands for today. told: what happened on the way, in words, or ""."""

    model: Model
    told: str = ""


def named(name: str, models: Iterable[Model]) -> Model | None:
    """By its id or one of its aliases, whatever became of it."""
    found = {alias: model for model in models for alias in (*model.aliases, model.id)}
    return found.get(name)


def resolve(name: str, models: Sequence[Model], today: date, *, kind: Kind | None = None) -> Resolved:
    """The model that a name stands for, or what is used in its place since that was shut down.

    kind: what it has to make. Raises InvalidRequest for a name that nobody has, with those that look like it;
    ModelUnavailable for a model that is gone without a successor.
    """
    model = named(name, models)
    if model is None or (kind and kind not in model.makes):
        raise InvalidRequest(_unknown(name, model, models, today, kind))
    last = successor(model, models, today)
    if last is None:
        raise ModelUnavailable(f"{name}: {ended(model, today)}, and nothing is known to follow it")
    if last is not model:
        return Resolved(model=last, told=f"{name}: {ended(model, today)}; {_used(last, today)}")
    return Resolved(model=model, told=f"{name}: {ending}" if (ending := warning(model, today)) else "")


def _used(model: Model, today: date) -> str:
    host = ", which you host yourself," if model.endpoint else ""
    ending = warning(model, today)
    return f"{model.id}{host} is used instead{ending and f', though {ending}'}"


def _unknown(name: str, found: Model | None, models: Sequence[Model], today: date, kind: Kind | None) -> str:
    fitting = [model for model in models if kind is None or kind in model.makes]
    usable_first = sorted(fitting, key=lambda model: not model.available)
    known = ", ".join([model.id for model in usable_first if not is_gone(model, today)][:_SHOWN])
    if found is not None and kind:
        makes = " and ".join(_MADE[one] for one in found.makes)
        return f"{name!r} makes {makes}, not {_MADE[kind]}; these do: {known}; `spotworks models` lists all"
    names = [name for model in fitting for name in (model.id, *model.aliases)]
    like = get_close_matches(name.lower().replace("-", "_"), names, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(like)}?" if like else f"known: {known};"
    return f"there is no {name!r}{f' that makes {_MADE[kind]}' if kind else ''}; {hint} `spotworks models` lists them"


def is_gone(model: Model, today: date) -> bool:
    return model.lifecycle == "shut_down" or (model.shut_down_on is not None and model.shut_down_on <= today)


def ended(model: Model, today: date) -> str:
    """That it is gone, in words; "" for one that is not."""
    if not is_gone(model, today):
        return ""
    return f"{model.name} was shut down on {model.shut_down_on}" if model.shut_down_on else f"{model.name} is gone"


def warning(model: Model, today: date) -> str:
    """That its end is near, in words, or ""."""
    ends = model.shut_down_on
    if ends is None or is_gone(model, today) or ends - today > WARNED:
        return ""
    days = (ends - today).days
    follows = f"; {model.replaced_by} follows it" if model.replaced_by else "; nothing is named to follow it"
    return f"{model.name} will be shut down on {ends}, in {days} day{'' if days == 1 else 's'}{follows}"


def successor(model: Model, models: Sequence[Model], today: date) -> Model | None:
    """The first that is not gone of the model itself, what replaced it, and so on; None where the chain ends."""
    by_id = {one.id: one for one in models}
    seen: set[str] = set()
    while is_gone(model, today):
        seen.add(model.id)
        after = by_id.get(model.replaced_by)
        if after is None or after.id in seen:
            return None
        model = after
    return model


class Rewritten(Frozen):
    """A scene's models to try, none of them gone; told: a line for each that was replaced or dropped."""

    chain: tuple[str, ...]
    told: tuple[str, ...] = ()


def rewritten(chain: Sequence[str], models: Sequence[Model], today: date) -> Rewritten:
    """A fallback chain as it can be tried today: what is gone gives way to what follows it, or drops out.

    It may grow shorter, as no model is tried twice. Names that are not in the catalogue stay as they are: a plan of
    a newer version, or of a package that is not installed here, fails where it is tried, with its name.
    """
    found: list[str] = []
    told: list[str] = []
    for name in chain:
        model = named(name, models)
        last = successor(model, models, today) if model else None
        if model is not None and last is not model:
            told.append(f"{name}: {ended(model, today)}; {_used(last, today) if last else 'it is left out'}")
        if model is None:
            found.append(name)
        elif last is not None:
            found.append(last.id)
    return Rewritten(chain=tuple(dict.fromkeys(found)) or ("local",), told=tuple(told))


def replanned(play: Screenplay, models: Sequence[Model], today: date) -> tuple[Screenplay, tuple[str, ...]]:
    """The plan without models that are gone, and what changed, once each.

    A scene whose first model is another one now is cut anew into that one's lengths. The same plan if nothing is gone.
    """
    told: dict[str, None] = {}
    scenes = []
    for scene in play.scenes:
        new = rewritten(scene.chain, models, today)
        told |= dict.fromkeys(new.told)
        scenes.append(_recast(scene, new.chain, models) if new.chain != scene.chain else scene)
    return (play.model_copy(update={"scenes": tuple(scenes)}) if told else play), tuple(told)


def _recast(scene: Scene, chain: tuple[str, ...], models: Sequence[Model]) -> Scene:
    first = named(chain[0], models)
    if chain[0] == scene.chain[0] or first is None or not scene.generated:
        return scene.model_copy(update={"chain": chain})
    return scene.model_copy(update={"chain": chain, "chunks": chunks_for(scene.duration, first)})


def with_availability(
    models: Iterable[Model],
    has: Callable[[str], str | bool],
    today: date,
    *,
    wires: Collection[str] | None = None,
    lacks: Callable[[Model], bool] = lambda model: False,
    faked: bool = False,
    public: bool = True,
) -> tuple[Model, ...]:
    """The catalogue as it is here and today. has: what an environment name is set to, or whether it is.

    wires: names of the adapters that are installed, of all groups; None where that is not asked about. lacks: whether
    the package that a model needs is missing; faked: whether all vendors are fakes, which take any text for a key;
    public: whether vendors can read what lies here.
    """
    return tuple(
        model.model_copy(update={"available": not why, "why_not": why, "warning": warning(model, today)})
        for model in models
        for why in [
            _why_not(model, has, today, wires, faked)
            or (_UNREAD if model.reads == "addresses" and not public else "")
            or (_uninstalled(model) if lacks(model) else "")
        ]
    )


_UNREAD = "reads pictures from public addresses only, and this installation has none"


def _uninstalled(model: Model) -> str:
    how = f"; `make extra NAME={model.extra}` installs it" if model.extra else ""
    return f"needs the package {model.package}{how}"


def _why_not(
    model: Model, has: Callable[[str], str | bool], today: date, wires: Collection[str] | None, faked: bool
) -> str:
    if gone := ended(model, today):
        return f"{gone}; use {model.replaced_by}" if model.replaced_by else gone
    if cannot := _cannot(model, wires):
        return cannot
    if model.endpoint and not has(model.endpoint):
        nobody = "there is no public service: it " if model.lifecycle == "no_public_service" else ""
        return f"{nobody}needs {model.endpoint}, the address of your own; see {model.key_from}"
    lacking = [name for name in model.secrets if not has(name)]
    if lacking:
        return f"needs {' and '.join(lacking)}; get {'it' if len(lacking) == 1 else 'them'} at {model.key_from}"
    if wrong := _misset(model, has, faked):
        return f"{wrong}; see {model.key_from}"
    return ""


def _cannot(model: Model, wires: Collection[str] | None) -> str:
    """What no key would help with."""
    if model.last_frame == "required":
        return "it goes from one picture to another, and a scene has only the one that it begins with"
    if wires is not None and model.provider != "local" and model.spoken_by not in wires:
        return f"no package that is installed here speaks {model.spoken_by!r}"
    return ""


def _misset(model: Model, has: Callable[[str], str | bool], faked: bool) -> str:
    """A value that cannot be what it is set for: "FAL_KEY stands in quotes"; "" where there is none."""
    own = model.endpoint.startswith("SPOTWORKS_")  # a setting of ours, which may be a folder
    checks = [(model.endpoint, wrong_with_address)] if model.endpoint and not own else []
    for name in model.secrets:
        checks.append((name, partial(wrong_with_secret, name, gateway=faked or bool(model.endpoint))))
    for name, check in checks:
        value = has(name)
        if isinstance(value, str) and (wrong := check(value)):
            return f"{name} {wrong}"
    return ""


def stale(models: Iterable[Model], today: date) -> tuple[str, ...]:
    """Ids of models whose facts were looked up too long ago."""
    return tuple(model.id for model in models if model.checked is None or today - model.checked > FRESH)
