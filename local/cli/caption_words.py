"""The words of captions with their times: aligned, estimated, or as a file has them."""

from fractions import Fraction

from local.cli.caption_options import Asked, Told, read
from spotworks.adapters.media import film
from spotworks.adapters.media.accuracy import word_error_rate
from spotworks.domain import subtitles
from spotworks.domain.caption_styles import CaptionStyle
from spotworks.domain.captions import Captions
from spotworks.domain.cues import grouped
from spotworks.domain.pacing import language_of, paced
from spotworks.domain.subtitles import FORMATS
from spotworks.errors import InvalidRequest, ModelUnavailable
from spotworks.ports import Aligner

FAST = 25  # characters a second of speech: no voice is so quick, the script is another video's


def captions_of(asked: Asked, text: str, video: film.Film, told: Told) -> Captions:
    """In the lines of a subtitle file."""
    language = asked.language or language_of(text)
    if asked.srt is not None:
        name = subtitles.sniffed(text)
        try:
            found = FORMATS[name].read(text)
        except ValueError as error:
            raise InvalidRequest(f"srt: {asked.srt.name}: {error}", field="srt") from error
        made = subtitles.captions_of(found, language)
    else:
        made = _timed(asked, subtitles.clean(text), language, video, told)
    after = sum(cue.words[0].start >= video.seconds for cue in made.cues)
    if after:
        told.warnings.append(f"{after} of {len(made.cues)} cues come after the end of the video")
    if asked.transcript is not None:
        said = " ".join(word.text for cue in made.cues for word in cue.words)
        rate = word_error_rate(said, read(asked.transcript, "transcript"))
        made = made.model_copy(update={"word_error_rate": rate})
    return made


def _timed(asked: Asked, text: str, language: str, video: film.Film, told: Told) -> Captions:
    """A script's words: aligned where WhisperX is there, else estimated over the speech that was measured."""
    source, model, words = "estimate", "", None
    aligner = _aligner(asked.align) if video.sound else None
    if aligner is not None:
        try:
            found = aligner.align(asked.video, text, language=language)
            source, model, words = "alignment", found.model, found.words
        except ModelUnavailable as error:
            if asked.align:
                raise
            told.warnings.append(f"not aligned: {error.message}; times are estimated")
    if words is None:
        speech = film.speech(video)
        heard = sum((span.end - span.start for span in speech), Fraction(0))
        told.facts["speech_seconds"] = round(float(heard), 2)
        if not speech:
            told.warnings.append("nobody is heard in the video: the words are spread over its whole length")
        elif len(text) / float(heard) > FAST:
            told.warnings.append(f"{len(text) / float(heard):.0f} characters a second: is it this video's script?")
        words = paced(text, speech, video.seconds)
    cues = grouped(words, language, subtitles.sidecar_limits(language))
    return Captions(language=language, source=source, aligner=model, cues=cues)


def _aligner(wanted: bool | None) -> Aligner | None:
    if wanted is False:
        return None
    from spotworks.adapters.media.whisperx import WhisperXAligner, is_installed

    if not is_installed():
        if wanted:
            raise ModelUnavailable("align: WhisperX is not installed here; pip install whisperx", field="align")
        return None
    return WhisperXAligner()


def fitted(whole: Captions, style: CaptionStyle) -> Captions:
    """Cues for the picture: a script's are grouped anew, a file's only where they are too long for the style."""
    limits = style.limits
    if whole.source != "file":
        words = [word for cue in whole.cues for word in cue.words]
        return whole.model_copy(update={"cues": grouped(words, whole.language, limits)})
    cues = []
    for cue in whole.cues:
        longest = max(map(len, subtitles.cue_text(cue).split("\n")))
        fits = longest <= 1.25 * limits.characters and len(cue.words) <= 1.25 * limits.words
        cues += [cue] if fits else grouped(cue.words, whole.language, limits)
    return whole.model_copy(update={"cues": tuple(cues)})
