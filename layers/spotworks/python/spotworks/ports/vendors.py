"""Who makes things for money, elsewhere: what a vendor is asked, what it answers, how its news is believed.

A vendor is a pure mapper of its wire format: it keeps nothing, retries nothing and reads no environment.
When to call it, what that may cost and what becomes of the answer is decided by stages/shared/ordering.py.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, Protocol, runtime_checkable

from pydantic import Field

from spotworks.domain.base import Frozen, Usd
from spotworks.domain.generation import EffectCue
from spotworks.domain.model import Model
from spotworks.domain.sound import Word


class StillInput(Frozen):
    """A picture that a model begins from or refers to: JPEG or PNG, within the model's limits.

    url: where a vendor on the internet can read it for an hour, or "" on a machine that nobody reaches.
    """

    content: bytes
    content_type: str
    url: str = ""


class VendorRequest(Frozen):
    """One paid call, fitted to its model (domain/fitting.py): all values are ones that the model takes.

    negative_prompt: what a clip must not show, for models that take such a thing.
    seconds: one of the model's lengths, at least what is needed; for music what is wanted; None for pictures.
    aspect: "9:16"; size: as the catalogue spells it for this model and aspect ("720:1280"), or ""; resolution: "720p".
    sound: whether the clip should have a sound of its own. client_key: ours, the same for every try at this call.
    callback: where the vendor may tell us that it is done, or "".
    """

    kind: Literal["clip", "image", "music"]
    model: Model
    prompt: str
    negative_prompt: str = ""
    seconds: int | None = None
    aspect: str = ""
    size: str = ""
    resolution: str = ""
    first_frame: StillInput | None = None
    last_frame: StillInput | None = None
    references: tuple[StillInput, ...] = ()
    sound: bool = False
    seed: int = 0
    client_key: str = ""
    callback: str = ""


class VendorJob(Frozen):
    """What the vendor calls the work. about: what asking about it takes beside its id (URLs that fal hands out)."""

    id: str
    about: dict[str, str] = Field(default_factory=dict)


class Output(Frozen):
    """One file: its content, or where it lies. headers: that its download takes, such as the vendor's key."""

    url: str = ""
    content: bytes = b""
    content_type: str = ""
    headers: dict[str, str] = Field(default_factory=dict)


class VendorStatus(Frozen):
    """What the vendor says of its work.

    state: "failed" with error, a leaf name of errors.py, and message.
    cost_usd: of work that has ended, what the vendor says that it took, and 0 where it is known to take nothing for
    that; None where nobody says: stages/shared/paying.py, `charged`, is how it is booked then.
    progress: 0 to 1, where it tells.
    """

    state: Literal["queued", "running", "succeeded", "failed", "cancelled"]
    outputs: tuple[Output, ...] = ()
    error: str = ""
    message: str = ""
    cost_usd: Usd | None = None
    progress: float | None = None


class Vendor(Protocol):
    """Clips, pictures and music by one vendor's API.

    All methods raise ProviderThrottled, ProviderUnavailable (nothing was begun), KeyRejected, CreditGone,
    ProviderRejected, ModerationRefused; and `create` OutcomeUnknown, after which it must not be called again.
    """

    def create(self, request: VendorRequest) -> VendorJob | VendorStatus:
        """One POST. A job to ask about, or at once what came of it, for APIs that answer when they are done."""
        ...

    def poll(self, job: VendorJob, model: Model) -> VendorStatus: ...

    def cancel(self, job: VendorJob, model: Model) -> None:
        """Asks the vendor to stop. No error if it is over already or the vendor knows no cancelling."""
        ...

    def find(self, client_key: str, model: Model, *, began: str = "") -> VendorJob | None:
        """The job of a call whose answer was lost, by our own key; None only if there is none: another is paid then.

        began: when the call left, ISO 8601 with its zone; "" where that is not known. Works older than it are not
        looked through. Raises ProviderRejected where the vendor's API cannot tell, or its list goes on for too long.
        """
        ...

    def hears(self) -> bool:
        """Whether a webhook of it could be believed here: it sends some, and the secret that they are signed with is
        set. Else it is told of no callback, and only asked."""
        ...

    def believe(self, headers: Mapping[str, str], body: bytes, *, now: float) -> None:
        """Raises Forged for a webhook that its signature does not prove. headers: names in lower case; now: Unix time.

        Of a vendor that signs nothing all is believed: it came by an unguessable path, and only makes us ask.
        """
        ...


@runtime_checkable
class Challenger(Protocol):
    """A vendor that tries a callback's address out, and sends no news there until it heard its own word again."""

    def answer(self, body: bytes) -> Mapping[str, str] | None:
        """What a trial is answered with, as JSON; None for a webhook that is none."""
        ...


class Said(Frozen):
    """One line as it is spoken. content_type: "audio/mpeg", "audio/wav"; words: timed, or () where nobody knows."""

    content: bytes
    content_type: str
    words: tuple[Word, ...] = ()
    cost_usd: Usd = Decimal(0)
    voice: str = ""


class Speaker(Protocol):
    """A vendor's voice; one call a line. Raises as Vendor.create does."""

    def say(self, text: str, *, language: str, mood: str, model: Model, seed: int) -> Said: ...


class Sounded(Frozen):
    content: bytes
    content_type: str
    cost_usd: Usd = Decimal(0)


class Foley(Protocol):
    """A vendor's sound effects; one call a cue. Raises as Vendor.create does."""

    def sound(self, cue: EffectCue, *, seconds: float, model: Model, seed: int) -> Sounded: ...
