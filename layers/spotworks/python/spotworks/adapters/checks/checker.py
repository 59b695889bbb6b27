"""All checks on one video: is it what the timeline says, and would a post house take it."""

from pathlib import Path

from spotworks.adapters.checks import file, picture, sound, things, words
from spotworks.adapters.checks.decoding import Readings, affordable, readings
from spotworks.adapters.checks.exam import NEEDED, Exam, Rule, once
from spotworks.adapters.media.probe import facts
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.adapters.rules import rules_of
from spotworks.domain.generation import Profile
from spotworks.domain.quality import ALONE, Exhibits, QualityReport
from spotworks.domain.timeline import Timeline
from spotworks.errors import SpotworksError

RULES: tuple[Rule, ...] = (*file.RULES, *picture.RULES, *sound.RULES, *words.RULES, *things.RULES)

_EVERY = 1.5  # seconds between the frames that are looked at in full size


class FfmpegChecker:
    """Satisfies ports.Checker."""

    def __init__(self, ffmpeg: Path | None = None) -> None:
        self._ffmpeg = ffmpeg

    @property
    def rules(self) -> str:
        parts = ("bs1770", "loudness", "probe", "profiles", "contrast")
        return rules_of(
            "adapters.checks", *(f"adapters.media.{part}" for part in parts), "domain.cues", "domain.subtitles"
        )  # fmt: skip

    def check(
        self, video: Path, timeline: Timeline | None, *, profile: Profile = "standard", beside: Exhibits = ALONE
    ) -> QualityReport:
        """See ports.Checker. Every check appears in every report, measured or left out."""
        found = once(lambda: facts(video))
        read = once(lambda: self._read(video, timeline, beside))
        exam: Exam = Exam(timeline, profile, beside, found, read, once(lambda: words.lettered(exam)))
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
        most = affordable(found.size)
        asked = [frame for hero in beside.heroes for frame in hero.frames]
        asked += words.caption_frames(timeline) if timeline is not None else ()
        wanted = {frame for frame in asked if frame < found.frames}
        step = max(1, round(float(found.fps) * _EVERY), -(-found.frames // max(1, most - len(wanted))))
        spread = range(min(step, found.frames) // 2, found.frames, step)
        return readings(self._ffmpeg or find_ffmpeg(), video, found, sorted({*list(wanted)[:most], *spread})[:most])


def _notes(exam: Exam) -> tuple[str, ...]:
    try:
        pictures, frames = len(exam.readings().pictures), exam.facts().frames
    except (SpotworksError, OSError):  # each check has said so already
        return ()
    return (f"{pictures} of {frames} frames looked at in full size, all of them small",)
