"""`spotworks captions`: captions for any video, from a script or a subtitle file."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from local.cli.faults import Fault, bad_input
from local.cli.session import say
from local.cli.words import size
from spotworks.adapters.media import burn, contrast, film
from spotworks.adapters.media.accuracy import word_error_rate
from spotworks.adapters.media.fontbook import FontBook
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.domain import subtitles
from spotworks.domain.caption_styles import PRESETS, CaptionStyle, styled, styled_text
from spotworks.domain.captions import Captions
from spotworks.domain.cues import grouped
from spotworks.domain.pacing import language_of, paced
from spotworks.domain.subtitles import FORMATS
from spotworks.errors import FatalError, InvalidRequest, ModelUnavailable, SpotworksError
from spotworks.ports import Aligner

MOST_TEXT = 2_000_000  # bytes: a script of ten hours is a quarter of that
FAST = 25  # characters a second of speech: no voice is so quick, the script is another video's
SOFT_SUFFIXES = {".mp4", ".m4v", ".mov", ".mkv", ".webm"}


@dataclass(frozen=True)
class Asked:
    """The options. lead, lag: milliseconds; at: seconds; brand: "#rrggbb"."""

    video: Path
    script: Path | None = None
    srt: Path | None = None
    style: str = "long"
    language: str | None = None
    burn: bool = False
    soft: bool = False
    formats: str = "srt,vtt"
    lead: int | None = None
    lag: int | None = None
    preview: Path | None = None
    at: float | None = None
    brand: str = "#ffd54a"
    fonts: Path | None = None
    transcript: Path | None = None
    align: bool | None = None
    out: Path | None = None


@dataclass
class Told:
    """What is reported."""

    files: dict[str, Path] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)


def captions(asked: Asked, *, as_json: bool) -> int:
    with _faults(), tempfile.TemporaryDirectory(prefix="captions-") as folder:
        told = _made(asked, Path(folder))
    for warning in told.warnings:
        say(f"spotworks: {warning}")
    if as_json:
        files = {name: {"path": str(path), "bytes": path.stat().st_size} for name, path in told.files.items()}
        print(json.dumps({**told.facts, "warnings": told.warnings, "files": files}, ensure_ascii=False))
        return 0
    print(_summary(told.facts))
    for path in told.files.values():
        print(f"  {path}  {size(path.stat().st_size)}")
    return 0


def _made(asked: Asked, folder: Path) -> Told:
    style, names = _style(asked), _formats(asked.formats)
    text, book = _text(asked), FontBook(_folder(asked.fonts))
    told, video = Told(), film.opened(asked.video)
    if asked.soft and asked.video.suffix.lower() not in SOFT_SUFFIXES:
        raise InvalidRequest("soft: needs an MP4, MOV, MKV or WebM video; use --burn", field="soft")
    whole = _captions(asked, text, video, told)
    shown = _fitted(whole, style)
    lost = book.check(shown, style.font)
    if lost:
        told.warnings.append(f"no font draws {' '.join(lost)}: left out of the picture, kept in the files")
    out = asked.out or Path("out") / asked.video.stem
    _writable(out)
    _write_files(whole, style, names, video, out / asked.video.stem, told)
    _draw(asked, _lettering(asked, style, shown, video), video, folder, out, told)
    if asked.soft:
        _soft(asked, whole, style, video, folder, out, told)
    told.facts = {"cues": len(shown.cues), "words": sum(len(cue.words) for cue in shown.cues),
                  "language": shown.language, "source": whole.source, "aligner": whole.aligner,
                  "word_error_rate": whole.word_error_rate, **told.facts}  # fmt: skip
    report = out / f"{asked.video.stem}.captions.json"
    report.write_text(whole.model_dump_json(indent=1), encoding="utf-8")
    told.files["json"] = report
    return told


def _lettering(asked: Asked, style: CaptionStyle, shown: Captions, video: film.Film) -> contrast.Lettering:
    return contrast.Lettering(
        shown, video.width, video.height, style.branded(asked.brand), asked.brand, _folder(asked.fonts)
    )


def _style(asked: Asked) -> CaptionStyle:
    """A preset by its name or a JSON file; --lead and --lag over it."""
    is_file = asked.style not in PRESETS and (asked.style.endswith(".json") or Path(asked.style).is_file())
    style = styled_text(_read(Path(asked.style), "style")) if is_file else styled(asked.style)
    over = {name: value for name, value in (("lead", asked.lead), ("lag", asked.lag)) if value is not None}
    styled({"color": asked.brand})  # the brand's colour is checked as any other
    return styled({**style.model_dump(), **over})


def _formats(asked: str) -> list[str]:
    names = [name.strip() for name in asked.split(",") if name.strip()]
    for name in names:
        if name not in FORMATS:
            raise InvalidRequest(f"format: there is no {name!r}; choose {', '.join(FORMATS)}", field="format")
    return names


def _text(asked: Asked) -> str:
    if (asked.script is None) == (asked.srt is None):
        raise InvalidRequest("script: give either --script FILE or --srt FILE", field="script")
    if asked.burn and asked.soft:
        raise InvalidRequest("soft: choose --burn or --soft, not both", field="soft")
    name = "script" if asked.script else "srt"
    text = _read(asked.script or asked.srt or Path(), name)
    if not any(c.isalnum() for c in text):
        raise InvalidRequest(f"{name}: holds no words", field=name)
    return text


def _read(path: Path, name: str) -> str:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise InvalidRequest(f"{name}: {path} cannot be read ({error.strerror})", field=name) from error
    if len(body) > MOST_TEXT:
        raise InvalidRequest(f"{name}: {path.name} is larger than {MOST_TEXT // 1_000_000} MB of text", field=name)
    try:
        return body.decode("utf-16" if body[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidRequest(f"{name}: {path.name} is not UTF-8 text; save it as UTF-8", field=name) from error


def _folder(path: Path | None) -> Path | None:
    if path is not None and not path.is_dir():
        raise InvalidRequest(f"fonts: {path} is not a folder", field="fonts")
    return path


def _writable(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidRequest(f"out: {out} cannot be made ({error.strerror})", field="out") from error


def _captions(asked: Asked, text: str, video: film.Film, told: Told) -> Captions:
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
        rate = word_error_rate(said, _read(asked.transcript, "transcript"))
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


def _fitted(whole: Captions, style: CaptionStyle) -> Captions:
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


def _write_files(
    whole: Captions, style: CaptionStyle, names: list[str], video: film.Film, stem: Path, told: Told
) -> None:
    shown = subtitles.subtitles(whole, video.seconds, lead=_ms(style.lead), lag=_ms(style.lag))
    for name in names:
        path = stem.with_name(stem.name + FORMATS[name].suffix)
        path.write_text(FORMATS[name].write(shown, whole.language), encoding="utf-8")
        told.files[name] = path


def _ms(milliseconds: int) -> Fraction:
    return Fraction(milliseconds, 1000)


def _draw(asked: Asked, lettering: contrast.Lettering, video: film.Film, folder: Path, out: Path, told: Told) -> None:
    """The burned video and the preview, in a style that stands out from this video's pictures."""
    if not asked.burn and not asked.preview:
        return
    ffmpeg = find_ffmpeg()
    at = [moment for moment in contrast.moments(lettering.captions) if moment < video.seconds]
    if at:
        pictures = film.pictures(ffmpeg, video, at, folder)
        style, found = contrast.repaired(ffmpeg, lettering, pictures, at, folder)
        least = min((reading.ratio for reading in found), default=None)
        told.facts |= {"contrast": least and round(least, 2), "strengthened": style != lettering.style}
        if least is not None and least < contrast.ENOUGH:
            told.warnings.append(f"the letters reach only {least:.1f}:1 against the picture")
        lettering = replace(lettering, style=style)
    burning = burn.Burning(ffmpeg, video, lettering.text(lettering.style), folder, lettering.own_fonts)
    if asked.preview:
        moment = Fraction(str(asked.at)) if asked.at is not None else at[len(at) // 2] if at else Fraction(0)
        if not 0 <= moment < video.seconds:
            raise InvalidRequest(f"at: must be within the video's {float(video.seconds):.1f} s", field="at")
        _writable(asked.preview.resolve().parent)
        burning.preview(moment, asked.preview)
        told.files["preview"] = asked.preview
    if asked.burn:
        path = out / f"{asked.video.stem}.captioned.mp4"
        burning.burn(path)
        told.files["video"] = path


def _soft(
    asked: Asked, whole: Captions, style: CaptionStyle, video: film.Film, folder: Path, out: Path, told: Told
) -> None:
    """With a track of its own; the streams are copied."""
    shown = subtitles.subtitles(whole, video.seconds, lead=_ms(style.lead), lag=_ms(style.lag))
    track = folder / "track.srt"
    track.write_text(FORMATS["srt"].write(shown, whole.language), encoding="utf-8")
    path = out / f"{asked.video.stem}.captioned{asked.video.suffix.lower()}"
    burn.soft(find_ffmpeg(), video, track, whole.language, path)
    told.files["video"] = path


def _summary(facts: dict[str, Any]) -> str:
    how = {
        "alignment": f"timed by {facts['aligner']}", "file": "timed by the file",
        "estimate": "timed by an estimate"
        + (f" over {facts['speech_seconds']} s of speech" if facts.get("speech_seconds") else ""),
    }[facts["source"]]  # fmt: skip
    parts = [f"{facts['cues']} cues, {facts['words']} words ({facts['language']}), {how}"]
    if facts.get("contrast"):
        parts.append(f"contrast {facts['contrast']}:1" + (", strengthened" if facts["strengthened"] else ""))
    if facts.get("word_error_rate") is not None:
        parts.append(f"word error rate {facts['word_error_rate']:.1%}")
    return "; ".join(parts) + "."


@contextmanager
def _faults() -> Iterator[None]:
    """What a person can mend ends the command with one line."""
    try:
        yield
    except InvalidRequest as error:
        raise bad_input(error.field or "captions", error.message) from error
    except FatalError as error:
        raise Fault(error.message, field=error.field, error=type(error).__name__) from error
    except SpotworksError as error:
        raise Fault(f"{error.message}; run it again", error=type(error).__name__) from error
