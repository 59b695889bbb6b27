"""What is looked at before a render is paid for (requirement D5). Pure: what the files hold comes in measured."""

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise

from spotworks.domain.base import Frozen
from spotworks.domain.sound import SoundFacts
from spotworks.domain.timeline import SoundClip, Still, Timeline

_SLACK = Fraction(1, 20)  # seconds two lines may touch, and an edit may go beyond its file
_LOST = Fraction(1)  # seconds of a line over another, or cut off by the end, that nobody would let pass
_PAUSE = 2.0  # seconds of silence inside a line that sound like a fault
_LEAST_RATE = {"voice": 16_000, "music": 32_000}  # Hz: below, it sounds like a telephone
_LAYOUTS = (1, 2, 6, 8)  # channels
_GAIN = 12.0  # dB between what a file is and what it is to be: more lifts its noise


class Findings(Frozen):
    """issues stop the render; warnings are shown."""

    issues: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def preflight(
    timeline: Timeline,
    *,
    sounds: Mapping[str, SoundFacts | None],
    pictures: Mapping[str, tuple[int, int] | None],
    missing: Collection[str] = (),
) -> Findings:
    """sounds, pictures: what is in the files by key, None for what does not decode; missing: keys without a file."""
    issues = [*_unreadable(timeline, sounds, pictures, missing), *_small(timeline, pictures)]
    covered = sum(clip.length for clip in timeline.picture)
    if covered != timeline.length:
        issues.append(f"the picture covers {covered} of {timeline.length} frames")
    warnings: list[str] = []
    for found in (_music(timeline, sounds), _lines(timeline, sounds), _files(timeline, sounds)):
        for is_issue, words in found:
            (issues if is_issue else warnings).append(words)
    return Findings(issues=tuple(dict.fromkeys(issues)), warnings=tuple(dict.fromkeys(warnings)))


def sound_keys(timeline: Timeline) -> tuple[str, ...]:
    """Files whose sound is heard, each once."""
    clips = timeline.voice + timeline.effects + timeline.music + timeline.native
    return tuple(sorted({clip.key for clip in clips}))


_Found = Iterator[tuple[bool, str]]  # whether it is an issue, and the words for it


def _unreadable(
    timeline: Timeline, sounds: Mapping[str, object], pictures: Mapping[str, object], missing: Collection[str]
) -> Iterator[str]:
    native = {clip.key for clip in timeline.native}  # footage may be without sound
    yield from (f"file {key} is not there" for key in sorted(missing))
    for kind, files in (("sound", sounds), ("picture", pictures)):
        for key, held in files.items():
            if held is None and key not in missing and not (kind == "sound" and key in native):
                yield f"{kind} {key} does not decode"


def _small(timeline: Timeline, pictures: Mapping[str, tuple[int, int] | None]) -> Iterator[str]:
    for clip in timeline.picture:
        size = pictures.get(clip.source.key) if isinstance(clip.source, Still) else None
        if size is not None and (size[0] < timeline.width or size[1] < timeline.height):
            yield f"picture {clip.source.key} of scene {clip.scene + 1} is smaller than the canvas"


def _music(timeline: Timeline, sounds: Mapping[str, SoundFacts | None]) -> _Found:
    ends = [clip.start / timeline.fps + clip.length for clip in timeline.music]
    for clip in timeline.music:
        held = sounds.get(clip.key)
        if held is not None and float(min(clip.offset + clip.length, timeline.seconds)) > held.seconds + 0.05:
            yield True, f"the music is {held.seconds:.1f} s, the video {float(timeline.seconds):.1f} s"
    if ends and max(ends) < timeline.seconds - _SLACK:
        yield True, f"the music ends {float(timeline.seconds - max(ends)):.1f} s before the video"
    if len(timeline.music) > 1 and len({clip.key for clip in timeline.music}) == 1:
        held = sounds.get(timeline.music[0].key)
        length = f"{held.seconds:.1f} s" if held else "shorter"
        yield False, f"the music is {length}, so it comes again {len(timeline.music) - 1} time(s)"


def _lines(timeline: Timeline, sounds: Mapping[str, SoundFacts | None]) -> _Found:
    """Lines that run into each other, over their scene or past the end."""
    lines = sorted(timeline.voice, key=lambda clip: clip.start)
    ends = [clip.start / timeline.fps + _heard(clip, sounds.get(clip.key)) for clip in lines]
    for number, ((clip, after), end) in enumerate(zip(pairwise(lines), ends, strict=False), 1):
        over = end - after.start / timeline.fps
        if over > _SLACK:
            yield over > _LOST, f"voice line {number} runs {float(over):.2f} s into the next"
        else:
            scene_end = _scene_end(timeline, clip)
            if end > scene_end + _SLACK:
                yield False, f"voice line {number} runs {float(end - scene_end):.2f} s over its scene"
    if ends and ends[-1] > timeline.seconds:
        over = ends[-1] - timeline.seconds
        yield over > _LOST, f"the last voice line ends {float(over):.2f} s after the video"


def _heard(clip: SoundClip, held: SoundFacts | None) -> Fraction:
    """Seconds from a clip's start to the last sound in it."""
    if held is None or held.is_silent:
        return clip.length
    last = Fraction(held.seconds - held.tail).limit_denominator(1000) - clip.offset
    return max(Fraction(0), min(clip.length, last))


def _scene_end(timeline: Timeline, line: SoundClip) -> Fraction:
    """When the scene ends in which a line begins."""
    scene = next((clip.scene for clip in reversed(timeline.picture) if clip.start <= line.start), None)
    frames = [clip.start + clip.length for clip in timeline.picture if clip.scene == scene]
    return max(frames, default=timeline.length) / timeline.fps


def _files(timeline: Timeline, sounds: Mapping[str, SoundFacts | None]) -> _Found:
    """What is wrong with the files themselves."""
    for bus in ("voice", "effects", "music", "native"):
        for number, clip in enumerate(getattr(timeline, bus), 1):
            name = {"voice": f"voice line {number}", "effects": f"effect {number}", "music": "the music"}.get(
                bus, f"the sound of clip {number}"
            )
            held = sounds.get(clip.key)
            if held is None:
                if bus == "native" and clip.key in sounds:
                    yield False, f"{name} is silence: {clip.key} has none of its own"
                continue
            if held.is_silent:
                yield bus in {"voice", "music"}, f"{name} is silent ({clip.key})"
                continue
            if bus == "voice" and clip.offset + clip.length > held.seconds + float(_SLACK):
                wanted = float(clip.offset + clip.length)
                yield True, f"{name} is {wanted:.2f} s in the edit and {held.seconds:.2f} s in its file ({clip.key})"
            yield from _faults(bus, name, clip, held)


def _faults(bus: str, name: str, clip: SoundClip, held: SoundFacts) -> _Found:
    if held.clipped:
        yield False, f"{name} is clipped in {held.clipped} place(s) ({clip.key})"
    elif held.peak > 0:
        yield False, f"{name} peaks at {held.peak:+.1f} dBFS ({clip.key})"
    if bus == "voice" and held.gap > _PAUSE:
        yield False, f"{name} pauses for {held.gap:.1f} s ({clip.key})"
    if held.rate < _LEAST_RATE.get(bus, 0):
        yield False, f"{name} is sampled at {held.rate} Hz only ({clip.key})"
    if held.channels not in _LAYOUTS:
        yield False, f"{name} has {held.channels} channels, taken in turn as left and right ({clip.key})"
    if abs(clip.gain) > _GAIN:
        yield False, f"{name} is {held.lufs:.1f} LUFS, so it is changed by {clip.gain:+.1f} dB ({clip.key})"
