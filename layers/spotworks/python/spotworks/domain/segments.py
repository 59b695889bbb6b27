"""A timeline in parts that are rendered on their own, side by side or on other machines, and joined as they are."""

from collections.abc import Iterable
from fractions import Fraction

from spotworks.domain.base import Frozen
from spotworks.domain.captions import Captions, Cue, Span
from spotworks.domain.sound import Word
from spotworks.domain.timeline import Loudness, PictureClip, Timeline

WHOLE_SECONDS = 60
"""A video up to this length stays in one piece: the encoder's own threads fill the machine."""
SEGMENT_SECONDS = 15
_NO_SOUND = dict.fromkeys(("voice", "effects", "music", "native"), ()) | {"loudness": Loudness()}
_NO_STYLE = {"caption_style": "shorts", "caption_accent": "#ffd54a"}
_NO_TRANSITION = {"transition": "cut", "transition_frames": 0, "transition_easing": None}
_REACH = Fraction(2)  # seconds by which a cue's neighbours decide when it comes and goes


class Segment(Frozen):
    """Frames of the whole timeline, from `start` on."""

    start: int
    length: int

    @property
    def end(self) -> int:
        return self.start + self.length


def segments(timeline: Timeline, *, seconds: int = SEGMENT_SECONDS, whole: int = WHOLE_SECONDS) -> tuple[Segment, ...]:
    """Segments of about `seconds` that tile the timeline; one if it is no longer than `whole` seconds.

    They begin where a clip begins (its transition, if any, with it), so that nothing is cut where the encoder
    would not begin anew anyway. Only a clip longer than a segment is cut inside, never in a transition.
    """
    if timeline.seconds <= whole:
        return (Segment(start=0, length=timeline.length),)
    wanted = max(2, round(seconds * timeline.fps))
    begins = [clip.start for clip in timeline.picture]
    cuts = [0]
    while timeline.length - cuts[-1] > wanted * 3 // 2:
        ideal = cuts[-1] + wanted
        near = [b for b in begins if abs(b - ideal) <= wanted // 2 and b < timeline.length]
        cuts.append(min(near, key=lambda begin: abs(begin - ideal)) if near else ideal)
    return tuple(Segment(start=a, length=b - a) for a, b in zip(cuts, [*cuts[1:], timeline.length], strict=True))


def shown(timeline: Timeline, segment: Segment) -> Timeline:
    """What a segment shows and nothing else, counted from its own first frame: its content address is made of it.

    Equal for equal pictures, wherever in the timeline they stand. Without sound, which is mixed once for the whole.
    """
    cues = _cues(timeline, segment) if timeline.burn_captions else ()
    return timeline.model_copy(
        update={
            "length": segment.length,
            "picture": _clips(timeline, segment),
            "overlays": tuple(
                overlay.model_copy(update={"start": overlay.start - segment.start})
                for overlay in timeline.overlays
                if overlay.start < segment.end and overlay.start + overlay.length > segment.start
            ),
            "captions": Captions(language=timeline.captions.language if cues else "", source="voice", cues=cues),
            "burn_captions": bool(cues),
        }
        | _NO_SOUND
        | ({} if cues else _NO_STYLE)
    )


def seen(timeline: Timeline, parts: Iterable[Segment]) -> frozenset[int]:
    """Indexes of the clips of which these parts show something; a clip goes on under the transition that ends it."""
    clips, parts = timeline.picture, tuple(parts)
    ends = [clip.start + clip.length + _tail(clips, number) for number, clip in enumerate(clips)]
    return frozenset(
        number
        for number, clip in enumerate(clips)
        if any(clip.start < part.end and ends[number] > part.start for part in parts)
    )


def blended(clip: PictureClip) -> int:
    """Frames of the transition that begins a clip."""
    return 0 if clip.transition == "cut" else min(clip.transition_frames, clip.length)


def _tail(clips: tuple[PictureClip, ...], number: int) -> int:
    """Frames for which a clip goes on under the transition that begins the next."""
    return sum(blended(following) for following in clips[number + 1 : number + 2])


def _clips(timeline: Timeline, segment: Segment) -> tuple[PictureClip, ...]:
    """Those that are seen; a camera moves on under the transition that ends its clip, so that belongs to its length."""
    found = []
    for number in sorted(seen(timeline, (segment,))):
        clip, tail = timeline.picture[number], _tail(timeline.picture, number)
        begun = segment.start - clip.start >= blended(clip)  # its transition is over, whatever it was
        still = _NO_TRANSITION if begun and segment.start > clip.start else {}
        moved = {"start": clip.start - segment.start, "length": clip.length + tail, "scene": 0, "chunk": 0}
        found.append(clip.model_copy(update=moved | still))
    return tuple(found)


def _cues(timeline: Timeline, segment: Segment) -> tuple[Cue, ...]:
    start, end = segment.start / timeline.fps, segment.end / timeline.fps

    def moved(word: Word) -> Word:
        return word.model_copy(update={"start": word.start - start, "end": word.end - start})

    return tuple(
        Cue(
            words=tuple(moved(word) for word in cue.words), breaks=cue.breaks,
            shown=cue.shown and Span(start=cue.shown.start - start, end=cue.shown.end - start),
        )
        for cue in timeline.captions.cues
        if cue.words and cue.words[0].start < end + _REACH and cue.words[-1].end > start - _REACH
    )  # fmt: skip
