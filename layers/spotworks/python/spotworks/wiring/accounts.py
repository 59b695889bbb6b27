"""The models, their vendors, and with whose keys they are spoken to."""

import time
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import Any

from spotworks import catalogue, installed
from spotworks.domain.lifecycle import named, successor, with_availability
from spotworks.domain.model import Model
from spotworks.domain.traffic import limits
from spotworks.errors import ModelUnavailable, ProviderUnavailable
from spotworks.ports import LanguageModel, Traffic, Vendor
from spotworks.wiring.environment import SystemClock, new, said, table

PROVIDERS = "spotworks.providers"
LANGUAGE_MODELS = "spotworks.language_models"


def models() -> tuple[Model, ...]:
    """All of the catalogue, each with whether it can be used here and today."""
    return with_availability(
        _catalogue(), secret, SystemClock().now().date(), wires=_wires(), lacks=_lacks,
        faked=bool(said("SPOTWORKS_VENDORS")), public=_is_reached(),
    )  # fmt: skip


def _is_reached() -> bool:
    """Whether vendors can read what lies in the work bucket: from the internet, or as fakes beside it."""
    return bool(said("SPOTWORKS_VENDORS")) or said("SPOTWORKS_HOOKS").startswith("https://")


@cache
def _wires() -> frozenset[str]:
    """Of those that the catalogue's models speak, what an installed package speaks."""
    spoken = {one.spoken_by for one in _catalogue() if one.lifecycle != "shut_down" and one.provider != "local"}
    return installed.among(spoken, PROVIDERS, LANGUAGE_MODELS)


def _lacks(wanted: Model) -> bool:
    """Weights in S3 are those of a deployment, whose container brings the package; a folder's are run where it is."""
    return bool(wanted.package) and not said(wanted.endpoint).startswith("s3://") and not _found(wanted.package)


@cache
def _found(package: str) -> bool:
    return find_spec(package) is not None


@cache
def _catalogue() -> tuple[Model, ...]:
    return catalogue.models([(name, one.load()) for name, one in installed.all_of(catalogue.GROUP).items()])


def model(name: str) -> Model:
    """Raises ModelUnavailable for one that the catalogue does not have any more."""
    for one in models():
        if one.id == name:
            return one
    raise ModelUnavailable(f"there is no model {name!r} any more", field="model")


def secret(name: str) -> str:
    """A key by its environment name: of the environment, or of the deployment's secret; "fake" for fakes, and their
    address where that of a server of one's own is wanted.

    What is ours (SPOTWORKS_...) has no fake.
    """
    return said(name) or _kept().get(name, "") or _faked(name)


def _faked(name: str) -> str:
    fakes = said("SPOTWORKS_VENDORS")
    if not fakes or name.startswith("SPOTWORKS_"):
        return ""
    return fakes if name in {one.endpoint for one in _catalogue()} else "fake"


def _kept() -> dict[str, str]:
    """What SPOTWORKS_KEYS names in Secrets Manager: a JSON object of environment names and values."""
    arn = said("SPOTWORKS_KEYS")
    return _read(arn, int(time.monotonic() // _KEYS_SECONDS)) if arn else {}


_KEYS_SECONDS = 300  # that keys are used for before they are read anew: one may have been replaced


@lru_cache(maxsize=1)
def _read(arn: str, _turn: int) -> dict[str, str]:
    found: dict[str, str] = new("aws.keys", "read", arn)
    return found


def account(provider: str, endpoint: str = "") -> object:
    """endpoint: environment name of a base URL of one's own.

    With SPOTWORKS_VENDORS all vendors are fakes at that URL.
    """
    fakes = said("SPOTWORKS_VENDORS").rstrip("/")
    base = f"{fakes}/{provider}" if fakes else secret(endpoint) if endpoint else ""
    return new("providers.account", "Account", provider, secret, base, allowed(provider, base))


def allowed(provider: str, base: str = "") -> frozenset[str]:
    """What may be private of the addresses that files are fetched from: the fakes, and servers of one's own."""
    own = [secret(one.endpoint) for one in models() if one.provider == provider and one.endpoint]
    places = (said("SPOTWORKS_VENDORS"), base, *own)
    return frozenset(place.partition("://")[2].partition("/")[0] for place in places if "://" in place)


def vendor(wanted: Model) -> Vendor:
    """Raises ModelUnavailable for a model without its key, or whose package is not installed."""
    if not wanted.available:
        raise ModelUnavailable(f"{wanted.id} cannot be used: {wanted.why_not}", field="model")
    return provider(wanted.spoken_by, wanted.provider, wanted.endpoint)


@cache
def provider(wire: str, name: str, endpoint: str = "") -> Vendor:
    """wire: an entry point of "spotworks.providers"; name: whose account. Raises ModelUnavailable."""
    try:
        found = installed.named(PROVIDERS, wire)
    except LookupError as error:
        raise ModelUnavailable(str(error), field="model") from error
    made: Vendor = found.load()(account(name, endpoint))
    return made


@cache
def traffic() -> Traffic:
    return new("aws.traffic", "TableTraffic", table(), SystemClock())


def turns(wanted: Model, tenant: str = "", **about: Any) -> Any:
    """adapters.turns.Turns at its vendor's account; tenant: "" for who learns with each call whose it is."""
    return new("turns", "Turns", traffic(), wanted.provider, tenant, limits(wanted.provider, _catalogue()), **about)


def planners() -> tuple[str, ...]:
    """Names of the language models that are set up, in the order in which they are asked."""
    return tuple(name.strip() for name in said("SPOTWORKS_LANGUAGE_MODEL").split(",") if name.strip())


@cache
def language_model() -> LanguageModel | None:
    """SPOTWORKS_LANGUAGE_MODEL: language models of the catalogue, or names among the entry points
    "spotworks.language_models", with commas between; the others answer where the first cannot. None where nobody set
    any.

    Raises ModelUnavailable for one that is not installed, or whose key is not there.
    """
    names = planners()
    if len(names) > 1:
        return new("language.in_turn", "InTurn", [_thinker(name) for name in names])
    return _thinker(names[0]) if names else None


def _thinker(name: str) -> LanguageModel:
    known = _of_the_catalogue(name)
    if known is None:
        return _speaking(name)()
    if not known.available:
        raise ModelUnavailable(f"SPOTWORKS_LANGUAGE_MODEL: {known.id}: {known.why_not}")
    thinker = _speaking(known.spoken_by)(account(known.provider, known.endpoint), known)
    return new("turns", "ThinkerInTurn", thinker, turns(known, away=ProviderUnavailable))


def _of_the_catalogue(name: str) -> Model | None:
    """What follows it, where it is gone."""
    known = tuple(one for one in models() if "language" in one.makes)
    found = named(name, known)
    return found and (successor(found, known, SystemClock().now().date()) or found)


def _speaking(name: str) -> Any:
    try:
        found = installed.named(LANGUAGE_MODELS, name)
    except LookupError as error:
        raise ModelUnavailable(
            f"SPOTWORKS_LANGUAGE_MODEL: no package that is installed here has a language model {name!r}; "
            "`spotworks models --makes language` lists those that are known"
        ) from error
    return found.load()
