"""`spotworks captions`: captions for any video, from a script or a subtitle file."""

import errno
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from local.cli.caption_options import Asked, Told, folder_of, formats_of, make_folder, style_of, text_of
from local.cli.caption_words import captions_of, fitted
from local.cli.faults import Fault, bad_input
from local.cli.session import say
from local.cli.words import size
from spotworks.adapters.media import burn, contrast, film
from spotworks.adapters.media.fontbook import FontBook
from spotworks.adapters.media.tools import find_ffmpeg
from spotworks.adapters.media.whole import put, work_folder, write_whole
from spotworks.domain import subtitles
from spotworks.domain.caption_styles import CaptionStyle
from spotworks.domain.captions import Captions
from spotworks.domain.subtitles import FORMATS
from spotworks.errors import FatalError, InvalidRequest, SpotworksError

SOFT_SUFFIXES = {".mp4", ".m4v", ".mov", ".mkv", ".webm"}


def captions(asked: Asked, *, as_json: bool) -> int:
    with _faults():
        told = _made(asked)
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


def _made(asked: Asked) -> Told:
    style, names = style_of(asked), formats_of(asked.formats)
    text, own_fonts = text_of(asked), FontBook(folder_of(asked.fonts))
    told, video = Told(), film.opened(asked.video)
    _possible(asked, video)
    whole = captions_of(asked, text, video, told)
    shown = fitted(whole, style)
    lost = own_fonts.of(shown.language).check(shown, style.font)
    if lost:
        told.warnings.append(f"no font draws {' '.join(lost)}: left out of the picture, kept in the files")
    out = asked.out or Path("out") / asked.video.stem
    make_folder(out)
    if asked.preview:
        make_folder(asked.preview.resolve().parent, "preview")
    with work_folder(out.resolve()) as folder:
        made = folder / "made"
        made.mkdir()
        _write_files(whole, style, names, video, made / asked.video.stem, told)
        _draw(asked, _lettering(asked, style, shown, video), video, folder, made, told)
        if asked.soft:
            _soft(asked, whole, style, video, folder, made, told)
        _finish(asked, whole, made, out, told)
    told.facts = {"cues": len(shown.cues), "words": sum(len(cue.words) for cue in shown.cues),
                  "language": shown.language, "source": whole.source, "aligner": whole.aligner,
                  "word_error_rate": whole.word_error_rate, **told.facts}  # fmt: skip
    return told


def _possible(asked: Asked, video: film.Film) -> None:
    """What the video does not allow is refused before anything is written."""
    if asked.soft and asked.video.suffix.lower() not in SOFT_SUFFIXES:
        raise InvalidRequest("soft: needs an MP4, MOV, MKV or WebM video; use --burn", field="soft")
    if asked.at is not None and not 0 <= asked.at < video.seconds:
        raise InvalidRequest(f"at: must be within the video's {float(video.seconds):.1f} s", field="at")
    if asked.preview and asked.preview.is_dir():
        raise InvalidRequest(f"preview: {asked.preview} is a folder", field="preview")


def _finish(asked: Asked, whole: Captions, made: Path, out: Path, told: Told) -> None:
    """Everything to its place at once, when all of it is there."""
    report = made / f"{asked.video.stem}.captions.json"
    report.write_text(whole.model_dump_json(indent=1), encoding="utf-8")
    told.files["json"] = report
    if asked.preview:
        write_whole(asked.preview, told.files.pop("preview").read_bytes())
    told.files = dict(zip(told.files, put(list(told.files.values()), out), strict=True))
    if asked.preview:
        told.files["preview"] = asked.preview


def _lettering(asked: Asked, style: CaptionStyle, shown: Captions, video: film.Film) -> contrast.Lettering:
    return contrast.Lettering(
        shown, video.width, video.height, style.branded(asked.brand), asked.brand, folder_of(asked.fonts)
    )


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


def _draw(asked: Asked, lettering: contrast.Lettering, video: film.Film, folder: Path, made: Path, told: Told) -> None:
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
    burning = burn.Burning(
        ffmpeg, video, lettering.text(lettering.style), folder, lettering.own_fonts, lettering.beyond
    )
    if asked.preview:
        moment = Fraction(str(asked.at)) if asked.at is not None else at[len(at) // 2] if at else Fraction(0)
        told.files["preview"] = folder / "preview.png"
        burning.preview(moment, told.files["preview"])
    if asked.burn:
        path = made / f"{asked.video.stem}.captioned.mp4"
        burning.burn(path)
        told.files["video"] = path


def _soft(
    asked: Asked, whole: Captions, style: CaptionStyle, video: film.Film, folder: Path, made: Path, told: Told
) -> None:
    """With a track of its own; the streams are copied."""
    shown = subtitles.subtitles(whole, video.seconds, lead=_ms(style.lead), lag=_ms(style.lag))
    track = folder / "track.srt"
    track.write_text(FORMATS["srt"].write(shown, whole.language), encoding="utf-8")
    path = made / f"{asked.video.stem}.captioned{asked.video.suffix.lower()}"
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
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise
        raise bad_input("out", f"{error.filename2 or error.filename} cannot be written ({error.strerror})") from error
