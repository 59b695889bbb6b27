"""What a model on a GPU of one's own is asked to draw, and what its time costs."""

from decimal import ROUND_UP, Decimal
from fractions import Fraction

from spotworks.domain.base import Frozen
from spotworks.domain.fitting import fitted
from spotworks.domain.generation import ClipRequest, digest
from spotworks.domain.model import Model
from spotworks.errors import ModelUnavailable


class Shot(Frozen):
    """width, height: pixels; frames: how many, the first one too; steps: of denoising."""

    prompt: str
    width: int
    height: int
    frames: int
    fps: int
    steps: int
    seed: int


def shot_of(request: ClipRequest, model: Model) -> Shot:
    """As the model makes it: options.frame_step, of which it makes multiples and one more frame, or options.frames.

    Raises ModelUnavailable for a shape that it does not make.
    """
    shape = fitted(request, model)
    width, _, height = shape.size.partition("x")
    if not (width.isdecimal() and height.isdecimal() and model.fps):
        raise ModelUnavailable(f"the catalogue has no size or frame rate of {model.id} for {shape.aspect}")
    return Shot(
        prompt=shape.prompt, width=int(width), height=int(height), frames=_frames(shape.seconds or 0, model),
        fps=model.fps, steps=int(model.options.get("steps", "50")), seed=request.seed % 2**31,
    )  # fmt: skip


def _frames(seconds: int, model: Model) -> int:
    if fixed := model.options.get("frames"):
        return int(fixed)
    step = int(model.options.get("frame_step", "1"))
    return -(-seconds * (model.fps or 1) // step) * step + 1


def fingerprint(shot: Shot, model: Model) -> str:
    """What half-done work belongs to: it is of no use to another shot, another model, or the same one set otherwise."""
    return digest(_Work(shot=shot, model=model.id, options=model.options))


class _Work(Frozen):
    shot: Shot
    model: str
    options: dict[str, str]


def gpu_cost(seconds: float, model: Model) -> Decimal:
    """US dollars of an instance's time at options.gpu_hour_usd, to six digits, rounded up; 0 where that is not said."""
    price = Fraction(model.options.get("gpu_hour_usd", "0")) * Fraction(str(seconds)) / 3600
    return (Decimal(price.numerator) / price.denominator).quantize(Decimal("0.000001"), rounding=ROUND_UP)
