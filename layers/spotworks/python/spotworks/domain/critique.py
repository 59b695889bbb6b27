"""How good a scene's picture is, before money is spent on moving it."""

from pydantic import Field

from spotworks.domain.base import Frozen
from spotworks.domain.generation import ImageRequest
from spotworks.domain.likeness import BITS

BEST = 10.0
RETRIES = 2
EDGES, BETWEEN = 8.0, 7.0  # what the first and the last scene have to reach, and all others
_APART = 10_007  # between the seeds of two tries, further than between scenes
ALIKE = 0.875  # of the bits of two fingerprints, from which one picture repeats the other (docs/creative.md)


class Fault(Frozen):
    """weight: points that it costs; measured, wanted: in words with units; advice: what another try is asked for."""

    name: str
    weight: float
    measured: str
    wanted: str
    advice: str


class Critique(Frozen):
    """look: the picture's fingerprint (ports.Eye), "" of a mere ground for words: those are all alike.

    note: why a critic did not say all that it might have; such a critique stands for its job alone.
    """

    faults: tuple[Fault, ...] = ()
    look: str = ""
    note: str = ""

    @property
    def score(self) -> float:
        """0 to 10."""
        return max(0.0, BEST - sum(fault.weight for fault in self.faults))

    @property
    def reasons(self) -> str:
        return "; ".join(f"{fault.name}: {fault.measured} (wanted {fault.wanted})" for fault in self.faults)

    def repeating(self, scene: int) -> "Critique":
        """With the fault that it shows what another scene shows."""
        repeat = Fault(
            name="repeat",
            weight=4,
            measured=f"the picture of scene {scene + 1} again",
            wanted="a picture of its own",
            advice="Seen from elsewhere: closer, lower or from the side.",
        )
        return self.model_copy(update={"faults": (*self.faults, repeat)})


def threshold(scene: int, scenes: int) -> float:
    """The score from which a picture is good enough for its place."""
    return EDGES if scene in {0, scenes - 1} else BETWEEN


def asked_again(request: ImageRequest, critique: Critique) -> ImageRequest:
    """Another picture of the same, with what was wrong with this one told to makers that imagine."""
    advice = " ".join(fault.advice for fault in critique.faults)
    return request.model_copy(
        update={"prompt": f"{request.prompt} {advice}", "seed": request.seed + _APART, "take": request.take + 1}
    )


def subject_of(request: ImageRequest) -> str:
    """What a picture was asked to show: of two that were asked for the same thing, none repeats the other.

    Makers that compose show the user's photo, as often as the plan has it; without one they draw a ground, and nobody
    asked that it differ: "".
    """
    if request.model == "local":
        return request.reference.key if request.reference else ""
    return request.prompt


class Shown(Frozen):
    """The picture that a scene has. address: of its request; subject: see subject_of."""

    scene: int
    address: str
    subject: str
    look: str

    @property
    def name(self) -> str:
        return f"{self.scene}#{self.address[:16]}"

    def repeats(self, other: "Shown") -> bool:
        if other.scene == self.scene or other.subject == self.subject:
            return False
        return 1 - (int(self.look, 16) ^ int(other.look, 16)).bit_count() / BITS >= ALIKE


class Gallery(Frozen):
    """The pictures of a job's scenes as they come in, of which the first keeps its look.

    found: the scene that a picture repeats, by Shown.name; it stands, so that a state that runs again asks for nothing
    else than before.
    """

    shown: tuple[Shown, ...] = ()
    found: dict[str, int] = Field(default_factory=dict)

    def with_picture(self, picture: Shown, *, anyway: bool = False) -> "Gallery":
        """With the picture in its scene's place, unless it repeats another scene's. anyway: even so."""
        if picture in self.shown or (not anyway and picture.name in self.found):
            return self
        others = tuple(one for one in self.shown if one.scene != picture.scene)
        repeated = next((one for one in others if picture.repeats(one)), None)
        if repeated is None or anyway:
            return Gallery(shown=(*others, picture), found=self.found)
        return Gallery(shown=self.shown, found=self.found | {picture.name: repeated.scene})
