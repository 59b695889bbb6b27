"""What is known of a model that makes things: catalogue/models.toml as values."""

from decimal import Decimal
from fractions import Fraction

from spotworks.domain.base import Frozen, Usd
from spotworks.domain.beats import chunks


class Model(Frozen):
    """kind: "image", "clip", "voice", "music" or "all"; price: US dollars a second of video.

    durations: seconds of one chunk, or empty for any; key: the secret it needs, or "" for none.
    references: how many pictures of the subject it takes beside the first frame.
    source, checked: where the facts are from, and when.
    """

    id: str
    kind: str
    provider: str
    name: str
    price: Usd = Decimal(0)
    durations: tuple[int, ...] = ()
    aspects: tuple[str, ...] = ("9:16", "16:9", "1:1", "4:5")
    native_audio: bool = False
    references: int = 0
    key: str = ""
    source: str = ""
    checked: str = ""
    available: bool = True
    why_not: str = ""


def chunks_for(duration: Fraction, model: Model) -> tuple[Fraction, ...]:
    """A scene's time in parts that the model makes, adding up to it exactly: each at most one of its durations.

    Of all ways the one that pays for the fewest seconds, then the one with the fewest seams. What a clip is
    longer than its part is cut off; the parts share that, so that none of them is a mere tail.
    """
    if not model.durations:
        return chunks(duration)
    paid = _paid(duration, tuple(sorted(set(model.durations), reverse=True)))
    total = sum(paid)
    return tuple(length * duration / total for length in paid)


def _paid(duration: Fraction, lengths: tuple[int, ...]) -> tuple[int, ...]:
    """Lengths, the longest first, that reach the duration with the least left over."""
    needed = -(-duration.numerator // duration.denominator)
    best: list[tuple[int, ...]] = [()]
    for seconds in range(1, needed + 1):
        options = [(*best[max(0, seconds - length)], length) for length in lengths]
        best.append(min(options, key=lambda lengths: (sum(lengths), len(lengths))))
    return tuple(sorted(best[needed], reverse=True))
