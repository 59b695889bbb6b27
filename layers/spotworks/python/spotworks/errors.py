"""Every failure that Spotworks can name.

    SpotworksError
    +-- RetryableError          the same call may succeed later, nothing changed
    |   +-- ProviderThrottled, ProviderUnavailable, DeliveryUnusable, StorageUnavailable, RenderInterrupted
    +-- FatalError              the same call fails again; somebody must change something
        +-- InvalidRequest, AssetRejected, NotFound, Conflict, BudgetExceeded, ...

Step Functions sees only the bare class name and compares it by equality, so the state
machines list leaf names. `RETRYABLE` and `FATAL` are those lists, and a test holds every
ASL file to them. Names are a wire format: never rename one while executions may be running.
Beside its name only an error's text travels: `marked` puts the stage and the field in front.
"""

import re
from decimal import Decimal
from typing import Any


class SpotworksError(Exception):
    """Root; never raised itself.

    field: the input that is at fault, as the user wrote it ("duration"), or None.
    spent: US dollars that went to vendors before it came to this, of a maker that pays for several things in one go;
    booked by stages/shared/generation.py.
    """

    spent = Decimal(0)

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class RetryableError(SpotworksError):
    """The same call may succeed later without anyone changing anything."""


class FatalError(SpotworksError):
    """The same call will fail again; a person or the planner must change it."""


class ProviderThrottled(RetryableError):
    """The vendor said slow down (HTTP 429).

    retry_after: seconds that it asked for, or None.
    """

    def __init__(self, message: str, *, field: str | None = None, retry_after: float | None = None) -> None:
        super().__init__(message, field=field)
        self.retry_after = retry_after


class ProviderUnavailable(RetryableError):
    """The vendor did not answer, or answered 5xx.

    usage: as AnswerUnusable has it, of a language model whose answer was lost: the most that it can have taken.
    """

    def __init__(self, message: str, *, field: str | None = None, usage: Any = None) -> None:
        super().__init__(message, field=field)
        self.usage = usage


class StorageUnavailable(RetryableError):
    """S3 or DynamoDB did not take the call, or two writers met."""


class RenderInterrupted(RetryableError):
    """The render process died (killed, reclaimed, out of memory); its checkpoints remain."""


class DeliveryUnusable(RetryableError):
    """What a vendor delivered does not decode, is of another shape, or lies where nothing may be fetched from.

    Asking for another may help; it is paid for anew.
    """


class InvalidRequest(FatalError):
    """What was asked is not something that can be made; `field` names the part."""


class AssetRejected(FatalError):
    """An uploaded file is not a usable picture."""


class NotFound(FatalError):
    """No such thing, or not yours: the two are never told apart."""


class Conflict(FatalError):
    """The thing exists in another form, or its state does not allow this."""


class BudgetExceeded(FatalError):
    """The estimate or the next step would cost more than the cap allows."""


class ModelUnavailable(FatalError):
    """The model is known, but its key or its tool is not there."""


class CatalogueRejected(FatalError):
    """A catalogue of models, ours or an installed package's, holds mistakes; all of them are told, one a line."""


class ProviderRejected(FatalError):
    """The vendor refused this input (4xx)."""


class KeyRejected(FatalError):
    """The vendor does not know this key, or the key has no right to this model."""


class CreditGone(FatalError):
    """The vendor's account has no money left."""


class OutcomeUnknown(FatalError):
    """A paid call left and nobody knows whether the vendor took it: it is asked about, never made again."""


class Forged(FatalError):
    """A webhook whose signature does not hold, or that is too old."""


class ModerationRefused(FatalError):
    """The vendor refused this input by its content policy.

    usage: as AnswerUnusable has it, of a language model that answered with its refusal.
    """

    def __init__(self, message: str, *, field: str | None = None, usage: Any = None) -> None:
        super().__init__(message, field=field)
        self.usage = usage


class AnswerUnusable(FatalError):
    """A language model's answer could not be read as what was asked for.

    usage: what the call took (domain.thought.Usage), for it was paid for; None where nobody knows.
    """

    def __init__(self, message: str, *, field: str | None = None, usage: Any = None) -> None:
        super().__init__(message, field=field)
        self.usage = usage


class ResearchFailed(FatalError):
    """The product page could not be read."""


class PlanRejected(FatalError):
    """The strategy or screenplay broke a rule that asking again did not mend."""


class PreflightFailed(FatalError):
    """Something the render needs is missing or wrong."""


class RenderFailed(FatalError):
    """FFmpeg or the compositor gave up on this timeline."""


class QualityRejected(FatalError):
    """The finished video failed a check, or a check could not measure it."""


class ApprovalRejected(FatalError):
    """A person said no at an approval gate."""


class OfferEnded(FatalError):
    """What the video offers is over: it is not handed on to be shown."""


class ToolMissing(FatalError):
    """A program this machine needs is not installed (FFmpeg, espeak-ng)."""


class InternalError(FatalError):
    """A defect of ours: something nobody foresaw. The message carries what Python said."""


class DiskFull(FatalError):
    """No space is left where the work is written."""


_FIELD = r"[\w.-]+"
_MARK = re.compile(rf"\[(\w+)(?: ({_FIELD}))?\] (.*)", re.DOTALL)


def marked(error: SpotworksError, stage: str) -> SpotworksError:
    """The error as it travels, "[AdmitSpot budget] ..."; one that is marked already stays as it is."""
    if _MARK.match(error.message):
        return error
    mark = f"{stage} {error.field}" if re.fullmatch(_FIELD, error.field or "") else stage
    told = type(error)(f"[{mark}] {error.message}", field=error.field)
    told.spent = error.spent
    return told


def unmarked(text: str) -> tuple[str, str | None, str]:
    """Stage, field and message of what `marked` made; the stage is "" where there is no mark."""
    found = _MARK.fullmatch(text)
    return (found[1], found[2], found[3]) if found else ("", None, text)


def _leaves(root: type[SpotworksError]) -> tuple[str, ...]:
    return tuple(sorted(c.__name__ for c in root.__subclasses__() if not c.__subclasses__()))


RETRYABLE = _leaves(RetryableError)
FATAL = _leaves(FatalError)


def named(name: str) -> type[SpotworksError]:
    """The class of a name that came over the wire.

    Raises KeyError for a name that is not a leaf of this tree.
    """
    leaves = {c.__name__: c for root in (RetryableError, FatalError) for c in root.__subclasses__()}
    return leaves[name]
