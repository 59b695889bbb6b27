"""The way back: an .otio file that `domain.otio` wrote, perhaps edited since, as a timeline.

Positions, lengths, offsets and transitions are taken from where an editor changes them; the rest is metadata.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from spotworks.domain.otio import NAMESPACE, TRACKS, frames_of
from spotworks.domain.timeline import SoundClip, Timeline

Json = Mapping[str, Any]

_SAME = 1e-3  # frames: what the library's floats may lose


def timeline_of(document: Json) -> Timeline:
    """Raises ValueError for a document without Spotworks' metadata."""
    about = dict(_about(document, "the timeline"))
    fps = Fraction(about["fps"])
    tracks: dict[str, list[dict[str, Any]]] = {name: [] for name in TRACKS}
    for track in document["tracks"]["children"]:
        name = _about(track, f"track {track['name']!r}")["track"]
        tracks[name].extend(_clips(track, fps))
    for name, clips in tracks.items():
        clips.sort(key=lambda clip: clip["order"])
        about[name] = tuple({key: value for key, value in clip.items() if key != "order"} for clip in clips)
    about["length"] = max((clip["start"] + clip["length"] for clip in about["picture"]), default=about["length"])
    cues = sorted((_about(marker, "a marker") for marker in document["tracks"]["markers"]), key=lambda c: c["order"])
    cues = [{key: value for key, value in cue.items() if key != "order"} for cue in cues]
    return Timeline.model_validate({**about, "captions": {**about["captions"], "cues": cues}})


def _about(part: Json, name: str) -> Json:
    found = part["metadata"].get(NAMESPACE)
    if not isinstance(found, Mapping):
        raise ValueError(f"{name} has no metadata of Spotworks: export it again and keep the metadata")
    return found


def _clips(track: Json, fps: Fraction) -> Iterator[dict[str, Any]]:
    """In playing order, each with its `order` among the timeline's own."""
    at, entering = 0, None
    for child in track["children"]:
        kind = child["OTIO_SCHEMA"].partition(".")[0]
        if kind == "Transition":  # takes no time of its own
            entering = child
            continue
        length = round(child["source_range"]["duration"]["value"])
        if kind == "Clip":
            yield _clip(child, at, length, entering, fps)
        at, entering = at + length, None


def _clip(child: Json, at: int, length: int, entering: Json | None, fps: Fraction) -> dict[str, Any]:
    clip = {**_about(child, f"clip {child['name']!r}"), "start": at}
    first = child["source_range"]["start_time"]["value"]
    if "length" in clip:  # a sound: its exact seconds, unless it was cut
        exact = SoundClip(key="", start=0, length=Fraction(clip["length"]))
        if frames_of(exact, fps) != length:
            clip["length"] = str(length / fps)
        if abs(float(Fraction(clip["offset"]) * fps) - first) > _SAME:
            clip["offset"] = str(round(first) / fps)
    else:
        clip["length"] = length
    if "source" in clip and clip["source"]["type"] == "footage":
        clip["source"] = {**clip["source"], "offset": round(first)}
    if entering is not None:
        about = _about(entering, "a transition")
        clip["transition"], clip["transition_easing"] = about["transition"], about.get("easing")
        clip["transition_frames"] = round(entering["out_offset"]["value"])
    return clip
