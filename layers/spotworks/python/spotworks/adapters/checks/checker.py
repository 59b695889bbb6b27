"""All checks on one video: is it what the timeline says, and would a post house take it."""

from pathlib import Path

from spotworks.adapters.checks import file, picture, sound, things, timing, words
from spotworks.adapters.checks.decoding import Readings, readings
from spotworks.adapters.checks.exam import NEEDED, Exam, Rule, once
from spotworks.adapters.checks.looking import chosen
from spotworks.adapters.media.memory import give_back, keep_small, map_large
from spotworks.adapters.media.probe import facts
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.adapters.rules import rules_of
from spotworks.domain.generation import Profile
from spotworks.domain.quality import ALONE, Exhibits, QualityReport
from spotworks.domain.timeline import Timeline
from spotworks.errors import SpotworksError

RULES: tuple[Rule, ...] = (*file.RULES, *picture.RULES, *sound.RULES, *words.RULES, *timing.RULES, *things.RULES)

_EVERY = 1.5  # seconds between the frames that are looked at in full size


class FfmpegChecker:
    """Satisfies ports.Checker."""

    def __init__(self, ffmpeg: Path | None = None) -> None:
        self._ffmpeg = ffmpeg

    @property
    def rules(self) -> str:
        parts = ("bs1770", "buses", "sounds", "loudness", "probe", "profiles", "contrast")
        return rules_of(
            "adapters.checks", *(f"adapters.media.{part}" for part in parts), "domain.cues", "domain.subtitles"
        )  # fmt: skip

    def check(
        self, video: Path, timeline: Timeline | None, *, profile: Profile = "standard", beside: Exhibits = ALONE
    ) -> QualityReport:
        """See ports.Checker. Every check appears in every report, measured or left out."""
        keep_small()
        map_large()
        found = once(lambda: facts(video))
        read = once(lambda: self._read(video, timeline, beside))
        letters = once(lambda: words.lettered(timeline, read().looks, found().size) if timeline else [])
        exam = Exam(timeline, profile, beside, found, read, letters)  # holds nothing that holds it: it ends with us
        applied = [rule for rule in RULES if rule.needs is None or exam.has(rule.needs)]
        return QualityReport(
            checks=tuple(rule.check(exam) for rule in applied),
            left_out=tuple(
                f"{rule.name}: needs {NEEDED[rule.needs]}" for rule in RULES if rule.needs and rule not in applied
            ),
            notes=_notes(exam),
        )

    def _read(self, video: Path, timeline: Timeline | None, beside: Exhibits) -> Readings:
        found = facts(video)
        photos = {frame for hero in beside.heroes for frame in hero.frames}
        captions = words.caption_frames(timeline) if timeline is not None else ()
        wanted = chosen(found.frames, round(float(found.fps) * _EVERY), captions, photos)
        give_back()  # what the check before left, too: a Lambda is used again
        read = readings(self._ffmpeg or find_ffmpeg(), video, found, wanted)
        give_back()
        return read


def _notes(exam: Exam) -> tuple[str, ...]:
    try:
        looks, frames = len(exam.readings().looks), exam.facts().frames
    except (SpotworksError, OSError):  # each check has said so already
        return ()
    return (f"{looks} of {frames} frames looked at in full size, all of them small",)
