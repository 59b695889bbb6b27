"""Voice lines with their words' times, effects, music: what the sound makers hand over."""

from fractions import Fraction

from spotworks.domain.base import Frozen, Seconds


class Word(Frozen):
    """One spoken word, with its punctuation. Times in seconds from the start of whatever holds it."""

    text: str
    start: Seconds
    end: Seconds


class SpokenLine(Frozen):
    """One voice-over line as a file in the work bucket.

    scene, line: which line of which scene; start: seconds from the start of its scene.
    words: timed from the start of the file; estimated: True if the voice gave no times.
    """

    scene: int
    line: int
    text: str
    key: str
    duration: Seconds
    start: Seconds = Fraction(0)
    words: tuple[Word, ...] = ()
    estimated: bool = False


class Voice(Frozen):
    """All lines of a video in playing order. voice: the maker's own name for it."""

    schema_version: int = 1
    voice: str
    lines: tuple[SpokenLine, ...] = ()

    @property
    def is_estimated(self) -> bool:
        """Whether any of its words has no time of its own."""
        return any(line.estimated for line in self.lines)


def spoken_words(voice: Voice, scene_starts: tuple[Fraction, ...]) -> tuple[Word, ...]:
    """All words, timed from the start of the video."""
    return tuple(
        word.model_copy(update={"start": begin + word.start, "end": begin + word.end})
        for line in voice.lines
        for begin in (scene_starts[line.scene] + line.start,)
        for word in line.words
    )


class Effect(Frozen):
    """A sound at a moment. at: seconds from the start of the video to its onset; gain in dB."""

    name: str
    key: str
    at: Seconds
    duration: Seconds
    gain: float = 0.0


class Effects(Frozen):
    schema_version: int = 1
    effects: tuple[Effect, ...] = ()


class Music(Frozen):
    """One piece, with a beginning and an end. tempo in beats a minute.

    beats, bars: seconds at which each begins, from the start of the file; empty where nobody knows them.
    """

    schema_version: int = 1
    key: str
    duration: Seconds
    tempo: int
    title: str = ""
    beats: tuple[Seconds, ...] = ()
    bars: tuple[Seconds, ...] = ()


class Pulse(Frozen):
    """The tempo of a piece in beats a minute, and the seconds at which beats and bars begin."""

    tempo: int
    beats: tuple[Seconds, ...]
    bars: tuple[Seconds, ...]


class SoundFacts(Frozen):
    """What a file was found to hold, decoded to its end and heard as stereo.

    seconds: of sound; lufs: integrated, -70 for silence; peak: highest sample in dBFS, -120 for none;
    clipped: places where it stands at full scale; lead, tail: seconds of silence at both ends;
    gap: the longest silence in between; pulse: of music whose beats were looked for.
    """

    seconds: float
    channels: int
    rate: int
    lufs: float
    peak: float
    clipped: int = 0
    lead: float = 0.0
    tail: float = 0.0
    gap: float = 0.0
    pulse: Pulse | None = None

    @property
    def is_silent(self) -> bool:
        return self.lufs <= -69.0
