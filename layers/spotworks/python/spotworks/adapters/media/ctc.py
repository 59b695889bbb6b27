"""Which frames of a recording belong to which letters of a known text: the likeliest path of CTC.

A. Graves et al., Connectionist Temporal Classification (2006): letters in order, each for one frame or more,
with any number of blanks between; two equal letters need a blank between them.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def frames_of(emission: NDArray[np.float32], tokens: Sequence[int], blank: int) -> list[tuple[int, int]] | None:
    """First frame and the one after the last, for each token. None if the recording is too short for them.

    emission: log probabilities, frames x letters.
    """
    labels = np.full(2 * len(tokens) + 1, blank)
    labels[1::2] = tokens
    may_skip = np.zeros(len(labels), bool)
    may_skip[3::2] = labels[3::2] != labels[1:-2:2]
    score = np.full(len(labels), -np.inf)
    score[:2] = emission[0, labels[:2]]
    back = np.zeros((len(emission), len(labels)), np.int8)
    ways = np.full((3, len(labels)), -np.inf)
    for time in range(1, len(emission)):
        ways[0], ways[1, 1:], ways[2, 2:] = score, score[:-1], np.where(may_skip[2:], score[:-2], -np.inf)
        back[time] = ways.argmax(axis=0)
        score = ways.max(axis=0) + emission[time, labels]
    state = len(labels) - 1 if score[-1] >= score[-2] else len(labels) - 2
    if not np.isfinite(score[state]):
        return None
    return _spans(back, state, len(tokens))


def _spans(back: NDArray[np.int8], state: int, count: int) -> list[tuple[int, int]]:
    """Backwards from the last state; odd states are letters."""
    found = [(0, 0)] * count
    for time in range(len(back) - 1, -1, -1):
        if state % 2:
            last = found[state // 2][1] or time + 1
            found[state // 2] = (time, last)
        state -= int(back[time, state])
    return found
