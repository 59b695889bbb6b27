"""How good a scene's picture is, before money is spent on moving it."""

from spotworks.domain.base import Frozen
from spotworks.domain.generation import ImageRequest

BEST = 10.0
RETRIES = 2
_EDGES, _BETWEEN = 8.0, 7.0  # what the first and the last scene have to reach, and all others
_APART = 10_007  # between the seeds of two tries, further than between scenes


class Fault(Frozen):
    """weight: points that it costs; measured, wanted: in words with units; advice: what another try is asked for."""

    name: str
    weight: float
    measured: str
    wanted: str
    advice: str


class Critique(Frozen):
    faults: tuple[Fault, ...] = ()

    @property
    def score(self) -> float:
        """0 to 10."""
        return max(0.0, BEST - sum(fault.weight for fault in self.faults))

    @property
    def reasons(self) -> str:
        return "; ".join(f"{fault.name}: {fault.measured} (wanted {fault.wanted})" for fault in self.faults)


def threshold(scene: int, scenes: int) -> float:
    """The score from which a picture is good enough for its place."""
    return _EDGES if scene in {0, scenes - 1} else _BETWEEN


def asked_again(request: ImageRequest, critique: Critique) -> ImageRequest:
    """Another picture of the same, with what was wrong with this one told to makers that imagine."""
    advice = " ".join(fault.advice for fault in critique.faults)
    return request.model_copy(
        update={"prompt": f"{request.prompt} {advice}", "seed": request.seed + _APART, "take": request.take + 1}
    )
