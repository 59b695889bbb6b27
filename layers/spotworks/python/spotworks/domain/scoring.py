"""Music laid under a picture of another length: cut at a bar with a tail, or looped at a bar."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from spotworks.domain.sound import Music
from spotworks.domain.timeline import SoundClip

_EXACT = Fraction(1, 20)  # seconds that a piece may be too short or too long without anybody hearing it
_TAIL = Fraction(1, 2), Fraction(5, 2)  # seconds from the last bar to the end of the picture: least, most
_FADE = Fraction(3, 2)  # seconds, where no bar is known
_CROSS = Fraction(1, 20)  # seconds over which one pass of a loop gives way to the next; a bar's first beat stays whole
_CROSS_BLIND = Fraction(1)  # where no bar is known


def music_track(music: Music, seconds: Fraction, fps: Fraction, gain: float) -> tuple[SoundClip, ...]:
    """The music from the first frame to the last.

    As it is if it fits; a longer piece rings out from its last bar before the end; a shorter one comes again.
    """
    if abs(music.duration - seconds) <= _EXACT:
        return (SoundClip(key=music.key, start=0, length=music.duration, gain=gain),)
    passes = _passes(music, seconds)
    cross = _CROSS if music.bars else min(_CROSS_BLIND, music.duration / 4)
    clips: list[SoundClip] = []
    at = Fraction(0)
    for begin, end in passes:
        lead = cross if clips else Fraction(0)
        # A clip begins on a frame; the offset takes up what that moves, so that the bars stay in step.
        start = int((at - lead) * fps)
        early = at - start / fps
        if clips:
            last = clips[-1]
            length = start / fps + cross - last.start / fps
            clips[-1] = last.model_copy(update={"length": length, "fade_out": cross})
        clips.append(
            SoundClip(
                key=music.key,
                start=start,
                length=end - begin + early,
                gain=gain,
                offset=max(Fraction(0), begin - early),
                fade_in=lead,
            )
        )
        at += end - begin
    fade = _tail(music.bars or (), clips[-1], seconds - clips[-1].start / fps)
    clips[-1] = clips[-1].model_copy(update={"length": seconds - clips[-1].start / fps, "fade_out": fade})
    return tuple(clips)


def _passes(music: Music, seconds: Fraction) -> list[tuple[Fraction, Fraction]]:
    """From where to where in the piece each pass plays, in turn; the last may go beyond the picture."""
    if music.duration > seconds:
        return [(Fraction(0), music.duration)]
    first, again = _loop(music)
    passes = [(Fraction(0), first)]
    played = first
    while played < seconds - (music.duration - first):  # what rings after the last bar is the end
        passes.append((again, first))
        played += first - again
    return passes


def _loop(music: Music) -> tuple[Fraction, Fraction]:
    """Where a pass ends, and where the next one begins: after the opening, before the last chord."""
    bars = [bar for bar in music.bars if _CROSS * 2 < bar < music.duration]
    if len(bars) >= 2:
        return bars[-1], bars[len(bars) // 4] if len(bars) >= 4 else bars[0]
    return music.duration - _CROSS, min(_CROSS_BLIND, music.duration / 4) * Fraction(3, 2)


def _tail(bars: Sequence[Fraction], clip: SoundClip, length: Fraction) -> Fraction:
    """Seconds of fade at the end of a clip: from the last bar that leaves room for it."""
    end = clip.offset + length
    fitting = [end - bar for bar in bars if _TAIL[0] <= end - bar <= _TAIL[1]]
    if not fitting:  # bars are long: half of one will do
        halves = [(before + after) / 2 for before, after in pairwise(bars)]
        fitting = [end - half for half in halves if _TAIL[0] <= end - half <= _TAIL[1]]
    return min(min(fitting, default=_FADE), length / 2)
