"""From what was said, sounded and played to the sound tracks of a timeline: moments, levels, fades. Pure."""

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from spotworks.domain.requests import starts
from spotworks.domain.scoring import music_track
from spotworks.domain.screenplay import Screenplay
from spotworks.domain.sound import Effects, Music, SoundFacts, SpokenLine, Voice
from spotworks.domain.timeline import Footage, PictureClip, SoundClip

# LUFS that each bus is brought to before it is mastered: music six under the voice, and nine more while it speaks.
_VOICE, _MUSIC, _NATIVE = -19.0, -25.0, -22.0
_MOST_GAIN = 15.0  # dB
_MUSIC_GAIN = -7.0  # dB for a piece of unknown loudness
_EFFECTS_GAIN = -2.0

_BREATH = Fraction(2, 25)  # seconds of quiet kept before a line, for a breath and the start of a consonant
_DYING = Fraction(4, 25)  # and after it
_SHORTEST = Fraction(1, 20)
_CROSS = Fraction(1, 25)  # seconds in which the sound of one clip gives way to the next at a cut
_UNHEARD: Mapping[str, SoundFacts] = {}


def sound_tracks(
    play: Screenplay,
    voice: Voice,
    effects: Effects,
    music: Music,
    fps: Fraction,
    *,
    native: Sequence[PictureClip] = (),
    facts: Mapping[str, SoundFacts] = _UNHEARD,
) -> dict[str, tuple[SoundClip, ...]]:
    """Voice, effects, music and the clips' own sound by their track names.

    native: the clips whose own sound is heard; facts: what was heard in the files, by key. Levels come from
    them where they are known.
    """
    begin = starts(play)
    loudness = _loudness(facts[line.key] for line in voice.lines if line.key in facts)
    gain = 0.0 if loudness is None else _towards(_VOICE, loudness)
    piece = _loudness([facts[music.key]] if music.key in facts else [])
    music = timed(music, facts.get(music.key))
    bed = _MUSIC_GAIN if piece is None else _towards(_MUSIC, piece)
    return {
        "voice": tuple(
            _spoken(line, begin[line.scene] + line.start, facts.get(line.key), gain, fps) for line in voice.lines
        ),
        "effects": tuple(
            SoundClip(key=e.key, start=round(e.at * fps), length=e.duration, gain=e.gain + _EFFECTS_GAIN)
            for e in effects.effects
        ),
        "music": music_track(music, round(play.duration * fps) / fps, fps, bed) if music.key else (),
        "native": native_track(native, facts, fps),
    }


def _spoken(line: SpokenLine, at: Fraction, facts: SoundFacts | None, gain: float, fps: Fraction) -> SoundClip:
    """A line without the silence round it. What is heard stays at its moment, so captions stay true."""
    lead = tail = Fraction(0)
    if facts is not None and not facts.is_silent:
        lead = max(Fraction(0), Fraction(facts.lead).limit_denominator(1000) - _BREATH)
        tail = max(Fraction(0), Fraction(facts.tail).limit_denominator(1000) - _DYING)
    start = round((at + lead) * fps)
    offset = max(Fraction(0), start / fps - at)
    return SoundClip(
        key=line.key, start=start, length=max(line.duration - tail - offset, _SHORTEST), gain=gain, offset=offset
    )


def timed(music: Music, facts: SoundFacts | None) -> Music:
    """The piece with the beats that were heard in it, if it tells none itself."""
    if music.bars or facts is None or facts.pulse is None:
        return music
    return music.model_copy(update=dict(facts.pulse))


def native_track(clips: Sequence[PictureClip], facts: Mapping[str, SoundFacts], fps: Fraction) -> tuple[SoundClip, ...]:
    """The sound of footage under its own picture; it goes on under a transition and crosses with the next one."""
    level = _loudness(facts[clip.source.key] for clip in clips if clip.source.key in facts)
    gain = 0.0 if level is None else _towards(_NATIVE, level)
    following = {clip.start: clip for clip in clips}
    track = []
    for clip in clips:
        assert isinstance(clip.source, Footage)
        after = following.get(clip.start + clip.length)
        before = any(each.start + each.length == clip.start for each in clips)
        over = max(after.transition_frames / fps, _CROSS) if after is not None else Fraction(0)
        rise = max(clip.transition_frames / fps, _CROSS) if before else Fraction(0)
        track.append(
            SoundClip(
                key=clip.source.key,
                start=clip.start,
                length=clip.length / fps + over,
                gain=gain,
                offset=clip.source.offset / fps,
                fade_in=rise,
                fade_out=over,
            )
        )
    return tuple(track)


def _loudness(heard: Iterable[SoundFacts]) -> float | None:
    """LUFS of several files as if they were one; None if nothing is heard in them."""
    loud = [each for each in heard if not each.is_silent]
    total = sum(each.seconds for each in loud)
    if not total:
        return None
    return 10 * math.log10(sum(each.seconds * 10 ** (each.lufs / 10) for each in loud) / total)


def _towards(target: float, loudness: float) -> float:
    """Gain in dB, in tenths, no more than what a file can take."""
    return round(max(-_MOST_GAIN, min(_MOST_GAIN, target - loudness)), 1)
