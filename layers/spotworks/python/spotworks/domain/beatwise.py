"""Cuts on the music's beats. Pure; times are seconds of the video."""

from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from spotworks.domain.sound import Music
from spotworks.domain.timeline import SoundClip

_NEVER = Fraction(10**6)
_SHARE = Fraction(49, 100)


def heard(times: Sequence[Fraction], track: Sequence[SoundClip], fps: Fraction) -> tuple[Fraction, ...]:
    """Moments of a music file as they come in the video, where it may begin later, break off or come again."""
    found = {
        clip.start / fps + at - clip.offset
        for clip in track
        for at in times
        if clip.offset <= at < clip.offset + clip.length
    }
    return tuple(sorted(found))


def beats_of(music: Music, track: Sequence[SoundClip], fps: Fraction, seconds: Fraction) -> tuple[Fraction, ...]:
    """The beats that are heard; an even count at the piece's tempo where nobody knows them."""
    known = heard(music.beats, track, fps)
    if known:
        return tuple(at for at in known if at < seconds)
    step = Fraction(60, max(music.tempo, 1))
    return tuple(step * n for n in range(int(seconds / step) + 1) if step * n < seconds)


def nearest(at: Fraction, beats: Sequence[Fraction], within: Fraction) -> Fraction:
    """The beat next to a moment, or the moment itself if none is that near."""
    place = bisect_left(beats, at)
    best = min(beats[max(0, place - 1) : place + 1], key=lambda beat: abs(beat - at), default=_NEVER)
    return best if abs(best - at) <= within else at


def on_beats(durations: Sequence[Fraction], beats: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Durations of scenes whose edges have moved to the nearest beat; the end stays.

    An edge moves by less than half of the scenes at its sides, so that none is lost, and by half a second at most.
    """
    total = sum(durations, Fraction(0))
    edges, elapsed = [Fraction(0)], Fraction(0)
    for before, after in pairwise(durations):
        elapsed += before
        edges.append(nearest(elapsed, beats, min(Fraction(1, 2), before * _SHARE, after * _SHARE)))
    return tuple(after - before for before, after in pairwise([*edges, total]))


def shots(start: Fraction, end: Fraction, beats: Sequence[Fraction], target: Fraction) -> tuple[Fraction, ...]:
    """Where shots begin between two cuts: on beats about `target` seconds apart, none much shorter than that.

    Shots take the same whole number of beats (1, 2, 4, 8, ...), so that they keep step with the bars.
    """
    inside = [at for at in beats if start < at < end]
    if not inside:
        return (start,)
    steps = [after - before for before, after in pairwise(inside)]
    beat = sorted(steps)[len(steps) // 2] if steps else target
    stride = 1
    while stride * 2 * beat <= target * Fraction(5, 4):
        stride *= 2
    cuts = [start]
    for at in inside:
        far = at - cuts[-1] >= stride * beat * Fraction(9, 10)
        if far and end - at >= target / 2:
            cuts.append(at)
    return tuple(cuts)
