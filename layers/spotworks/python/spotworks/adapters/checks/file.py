"""What the file says of itself: lengths, formats, tags, order of its parts."""

from fractions import Fraction

from spotworks.adapters.checks.exam import Exam, Finding, Rule, equal
from spotworks.adapters.media.probe import SOUND
from spotworks.adapters.media.profiles import frame_size

CODECS = ("h264", "hevc")
PROFILES = {"h264": ("Constrained Baseline", "Baseline", "Main", "High"), "hevc": ("Main",)}
HIGHEST_LEVEL = {"h264": 5.2, "hevc": 5.1}  # what telephones and television sets decode: 2160p60
OFFSET = Fraction(40, 1000)  # seconds: EBU R 37 allows sound 40 ms early and 60 ms late at the end of the chain
PRIMING = Fraction(2 * 1024, 48_000)  # seconds: AAC frames by which muxers disagree


def _size(exam: Exam) -> tuple[int, int]:
    return frame_size(exam.edit.width, exam.edit.height, exam.profile)


def _resolution(exam: Exam) -> Finding:
    size = exam.facts().size
    return Finding(size == _size(exam), f"{size[0]}x{size[1]}")


def _frame_rate(exam: Exam) -> Finding:
    found = exam.facts()
    same = exam.timeline is None or found.fps == exam.timeline.fps
    return Finding(found.steady and same and found.fps > 0, f"{found.fps} fps, {_steady(found.steady)}")


def _steady(steady: bool) -> str:
    return "constant" if steady else "varying"


def _codec(exam: Exam) -> Finding:
    codec = exam.facts().codec
    return Finding(codec.partition(" ")[0] in CODECS, codec or "none")


def _profile(exam: Exam) -> Finding:
    codec, _, rest = exam.facts().codec.partition(" ")
    profile, _, level = rest.rpartition(" ")
    known = profile in PROFILES.get(codec, ()) and level.replace(".", "").isdigit()
    return Finding(known and float(level) <= HIGHEST_LEVEL[codec], rest or "untold")


def _sound_length(exam: Exam) -> Finding:
    seconds = exam.facts().sound_seconds
    return Finding(abs(seconds - _length(exam)) <= _slack(exam), f"{float(seconds):.3f} s")


def _length(exam: Exam) -> Fraction:
    return exam.timeline.seconds if exam.timeline is not None else exam.facts().seconds


def _slack(exam: Exam) -> Fraction:
    return 1 / (exam.facts().fps or Fraction(1)) + PRIMING


def _offset(exam: Exam) -> Finding:
    offset = exam.facts().offset
    if not exam.facts().sound:
        return Finding(False, "no sound")
    return Finding(
        abs(offset) <= OFFSET, f"sound {abs(float(offset)) * 1000:.0f} ms {'late' if offset > 0 else 'early'}"
    )


def _bit_rate(exam: Exam) -> Finding:
    assert exam.beside.placement is not None
    window, rate = exam.beside.placement.bit_rate, exam.facts().bit_rate
    return Finding(window is None or window[0] <= rate <= window[1], f"{rate:.0f} kbit/s")


def _bit_rates(exam: Exam) -> str:
    window = exam.beside.placement.bit_rate if exam.beside.placement else None
    return f"{window[0]} to {window[1]} kbit/s" if window else "any: the placement names none"


def _index(exam: Exam) -> Finding:
    first = exam.facts().faststart
    return Finding(first, "index before media" if first else "index after media")


RULES = (
    Rule("frames", lambda e: f"{e.edit.length} frames", lambda e: equal(e.facts().frames, e.edit.length, "frames"),
         "timeline"),
    Rule("resolution", lambda e: "{}x{}".format(*_size(e)), _resolution, "timeline"),
    Rule("frame rate", lambda e: f"{e.timeline.fps} fps, constant" if e.timeline else "constant", _frame_rate),
    Rule("codec", " or ".join(CODECS), _codec),
    Rule("profile", "H.264 up to High 5.2, or HEVC Main up to 5.1", _profile),
    Rule("pixel format", "yuv420p", lambda e: equal(e.facts().pixels, "yuv420p")),
    Rule("colour tags", "bt709 tv", lambda e: equal(e.facts().tags, "bt709 tv")),
    Rule("pixel shape", "square", lambda e: Finding(e.facts().pixel_ratio == 1, f"{e.facts().pixel_ratio} to 1")),
    Rule("scan", "progressive", lambda e: equal(e.facts().scan, "progressive")),
    Rule("fast start", "index before media", _index),
    Rule("bit rate", _bit_rates, _bit_rate, "placement"),
    Rule("sound format", SOUND, lambda e: equal(e.facts().sound, SOUND)),
    Rule("sound length", lambda e: f"{float(_length(e)):.3f} s +-{float(_slack(e)):.3f} s", _sound_length),
    Rule("sound offset", "at most 40 ms", _offset),
)  # fmt: skip
