"""The timeline as OpenTimelineIO, for editors; and back, so that nothing is lost on the way.

Format: https://opentimelineio.readthedocs.io/en/stable/tutorials/otio-serialized-schema.html (checked 2026-11-21),
schemas as OpenTimelineIO 0.18.1 writes them. What OpenTimelineIO has a place for stands there: tracks, positions,
lengths, transitions, markers. All else (cameras, gains, loudness, words' times) is metadata under "spotworks".
"""

import json
import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import PurePosixPath
from typing import Any, get_args

from spotworks.domain.captions import Cue
from spotworks.domain.timeline import Overlay, PictureClip, SoundClip, Timeline
from spotworks.domain.writing import bare, joined

Json = dict[str, Any]
Clip = PictureClip | Overlay | SoundClip

NAMESPACE = "spotworks"
CONTENT_TYPE = "application/json"  # OpenTimelineIO has registered none of its own
MEDIA_FOLDER = "media"  # beside the document; references are relative to it
SOUND_TRACKS = tuple(
    name
    for name, field in Timeline.model_fields.items()
    if (kinds := get_args(field.annotation)) and isinstance(kinds[0], type) and issubclass(kinds[0], SoundClip)
)
TRACKS = ("picture", "overlays", *SOUND_TRACKS)
_NAMES = {"picture": "Scene", "overlays": "Words"}


def media_names(timeline: Timeline) -> dict[str, str]:
    """A file name a person understands for each key of the timeline: "picture-02.jpg", "voice-01.wav"."""
    found: dict[str, str] = {}
    for track in TRACKS:
        keys = dict.fromkeys(_key(clip) for clip in getattr(timeline, track))
        for key in keys:
            number = sum(name.startswith(f"{track}-") for name in found.values()) + 1
            found.setdefault(key, f"{track}-{number:02}{PurePosixPath(key).suffix}")
    return found


def dumps(timeline: Timeline, *, name: str = "Spot") -> str:
    """An .otio file. name: the title of the edit."""
    return json.dumps(document(timeline, name=name), ensure_ascii=False, indent=1)


def document(timeline: Timeline, *, name: str = "Spot") -> Json:
    about = timeline.model_dump(mode="json", exclude={**dict.fromkeys(TRACKS, True), "captions": {"cues"}})
    files = media_names(timeline)
    tracks = [
        _track(track, lane, number, timeline, files)
        for track in TRACKS
        for number, lane in enumerate(_lanes(getattr(timeline, track), timeline.fps))
    ]
    markers = [_marker(cue, order, timeline.fps) for order, cue in enumerate(timeline.captions.cues)]
    stack = _object("Stack.1", "tracks", children=tracks, source_range=None, effects=[], markers=markers, enabled=True)
    return _object("Timeline.1", name, about, global_start_time=None, tracks=stack)


def _object(schema: str, name: str, about: Json | None = None, **fields: Any) -> Json:
    metadata = {} if about is None else {NAMESPACE: _exact(about)}
    return {"OTIO_SCHEMA": schema, "name": name, "metadata": metadata, **fields}


def _exact(value: Any) -> Any:
    """Floats as text: the library rounds their last digit when it reads them."""
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, Mapping):
        return {key: _exact(part) for key, part in value.items()}
    return [_exact(part) for part in value] if isinstance(value, list) else value


def _time(value: Fraction | int, fps: Fraction) -> Json:
    return {"OTIO_SCHEMA": "RationalTime.1", "value": float(value), "rate": float(fps)}


def _range(start: Fraction | int, length: Fraction | int, fps: Fraction) -> Json:
    return {"OTIO_SCHEMA": "TimeRange.1", "start_time": _time(start, fps), "duration": _time(length, fps)}


def _key(clip: Clip) -> str:
    return clip.source.key if isinstance(clip, PictureClip) else clip.key


def frames_of(clip: Clip, fps: Fraction) -> int:
    """Editors place whole frames: of a sound, those that it fills."""
    return max(1, math.floor(clip.length * fps)) if isinstance(clip, SoundClip) else clip.length


def _lanes(clips: Sequence[Clip], fps: Fraction) -> list[list[tuple[int, Clip]]]:
    """The clips with their places in the timeline's own order, on as few tracks as hold them without overlap."""
    lanes: list[list[tuple[int, Clip]]] = []
    ends: list[int] = []
    for order, clip in sorted(enumerate(clips), key=lambda pair: pair[1].start):
        lane = next((n for n, end in enumerate(ends) if end <= clip.start), len(lanes))
        if lane == len(lanes):
            lanes.append([])
            ends.append(0)
        lanes[lane].append((order, clip))
        ends[lane] = clip.start + frames_of(clip, fps)
    return lanes


def _track(
    track: str, lane: Sequence[tuple[int, Clip]], number: int, timeline: Timeline, files: Mapping[str, str]
) -> Json:
    fps, children, at = timeline.fps, [], 0
    for order, clip in lane:
        if clip.start > at:
            gap = _range(0, clip.start - at, fps)
            children.append(_object("Gap.1", "", source_range=gap, effects=[], markers=[], enabled=True))
        if _blends(clip) and children:
            children.append(_transition(clip, fps))
        children.append(_clip(track, order, clip, timeline, files[_key(clip)], blends=_blends(clip) and at > 0))
        at = clip.start + frames_of(clip, fps)
    kind = "Audio" if track in SOUND_TRACKS else "Video"
    name = track.capitalize() + (f" {number + 1}" if number else "")
    return _object(
        "Track.1", name, {"track": track}, kind=kind, children=children, source_range=None, effects=[], markers=[],
        enabled=True,
    )  # fmt: skip


def _blends(clip: Clip) -> bool:
    return isinstance(clip, PictureClip) and clip.transition != "cut" and clip.transition_frames > 0


def _transition(clip: Clip, fps: Fraction) -> Json:
    """Begins at the cut: the clip before goes on under it, the new one is there from its own first frame."""
    assert isinstance(clip, PictureClip)
    dissolve = clip.transition == "crossfade"
    return _object(
        "Transition.1", clip.transition, {"transition": clip.transition, "easing": clip.transition_easing},
        transition_type="SMPTE_Dissolve" if dissolve else "Custom_Transition",
        in_offset=_time(0, fps), out_offset=_time(clip.transition_frames, fps),
    )  # fmt: skip


def _clip(track: str, order: int, clip: Clip, timeline: Timeline, file: str, *, blends: bool) -> Json:
    fps, frames = timeline.fps, frames_of(clip, timeline.fps)
    about = clip.model_dump(mode="json")
    del about["start"]
    if not isinstance(clip, SoundClip):  # of a sound the exact seconds stay beside the frames
        del about["length"]
    if blends:
        del about["transition"], about["transition_frames"]
        about.pop("transition_easing", None)
    offset = about["source"].pop("offset", 0) if isinstance(clip, PictureClip) else 0
    if isinstance(clip, SoundClip):
        offset = clip.offset * fps
    reference = _object("ExternalReference.1", file, available_range=_available(clip, timeline),
                        available_image_bounds=None, target_url=f"{MEDIA_FOLDER}/{file}")  # fmt: skip
    number = order if isinstance(clip, SoundClip) else clip.scene
    return _object(
        "Clip.2", f"{_NAMES.get(track, track.capitalize())} {number + 1}", {"order": order, **about},
        source_range=_range(offset, frames, fps), effects=[], markers=[], enabled=True,
        media_references={"DEFAULT_MEDIA": reference}, active_media_reference_key="DEFAULT_MEDIA",
    )  # fmt: skip


def _available(clip: Clip, timeline: Timeline) -> Json | None:
    """How much of the file there is: a picture lasts under the transition that follows; of footage it is not known."""
    if isinstance(clip, SoundClip):
        return _range(0, (clip.offset + clip.length) * timeline.fps, timeline.fps)
    if isinstance(clip, Overlay):
        return _range(0, clip.length, timeline.fps)
    if clip.source.type != "still":
        return None
    end = clip.start + clip.length
    following = [after.transition_frames for after in timeline.picture if after.start == end and _blends(after)]
    return _range(0, clip.length + sum(following[:1]), timeline.fps)


def _marker(cue: Cue, order: int, fps: Fraction) -> Json:
    times = [word.start for word in cue.words] + [word.end for word in cue.words]
    start = math.floor(min(times, default=Fraction(0)) * fps)
    end = math.ceil(max(times, default=Fraction(0)) * fps)
    return _object(
        "Marker.2", bare(joined(word.text for word in cue.words)), {"order": order, **cue.model_dump(mode="json")},
        color="YELLOW", marked_range=_range(start, max(1, end - start), fps), comment="caption",
    )  # fmt: skip
