"""What is looked at before a render is paid for (requirement D5). Pure: lengths and sizes come in measured."""

from collections.abc import Mapping
from fractions import Fraction

from spotworks.domain.base import Frozen
from spotworks.domain.timeline import Still, Timeline

_SLACK = Fraction(1, 20)  # seconds two lines may touch


class Findings(Frozen):
    """issues stop the render; warnings are shown."""

    issues: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def preflight(
    timeline: Timeline, *, sounds: Mapping[str, float | None], pictures: Mapping[str, tuple[int, int] | None]
) -> Findings:
    """sounds: seconds by key, None for what does not decode; pictures: sizes by key likewise."""
    issues = [f"sound {key} does not decode" for key, seconds in sounds.items() if seconds is None]
    issues += [f"picture {key} does not decode" for key, size in pictures.items() if size is None]
    issues += [
        f"picture {clip.source.key} of scene {clip.scene + 1} is smaller than the canvas"
        for clip in timeline.picture
        if isinstance(clip.source, Still) and _too_small(pictures.get(clip.source.key), timeline)
    ]
    covered = sum(clip.length for clip in timeline.picture)
    if covered != timeline.length:
        issues.append(f"the picture covers {covered} of {timeline.length} frames")
    issues += [
        f"the music is {seconds:.1f} s, the video {float(timeline.seconds):.1f} s"
        for clip in timeline.music
        if (seconds := sounds.get(clip.key)) is not None and seconds + 0.05 < float(timeline.seconds)
    ]
    return Findings(issues=tuple(dict.fromkeys(issues)), warnings=tuple(_crowded(timeline)))


def _too_small(size: tuple[int, int] | None, timeline: Timeline) -> bool:
    return size is not None and (size[0] < timeline.width or size[1] < timeline.height)


def _crowded(timeline: Timeline) -> list[str]:
    lines = sorted(timeline.voice, key=lambda clip: clip.start)
    ends = [Fraction(clip.start) / timeline.fps + clip.length for clip in lines]
    found = [
        f"voice line {number + 1} runs {float(end - Fraction(after.start) / timeline.fps):.2f} s into the next"
        for number, (end, after) in enumerate(zip(ends, lines[1:], strict=False))
        if end - Fraction(after.start) / timeline.fps > _SLACK
    ]
    if ends and ends[-1] > timeline.seconds:
        found.append(f"the last voice line ends {float(ends[-1] - timeline.seconds):.2f} s after the video")
    return found
