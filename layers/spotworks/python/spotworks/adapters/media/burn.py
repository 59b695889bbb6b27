"""Captions into a video of the user's: drawn into its picture, as a track of its own, or on one frame to look at."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from spotworks.adapters.media.captions import for_bt709, for_rgb, prepare
from spotworks.adapters.media.film import ANY_VIDEO, Film, moving, take_frame, upright
from spotworks.adapters.media.process import run
from spotworks.errors import InvalidRequest

_IN_MP4 = {"aac", "mp3", "ac3", "eac3", "alac", "opus", "flac"}  # sounds that MP4 takes as they are
_WALL_PER_SECOND = 60.0  # seconds of wall clock for each of the video; a slow machine takes a tenth of it
_LANGUAGES = {  # ISO 639-2
    "en": "eng", "ru": "rus", "ar": "ara", "he": "heb", "de": "deu", "fr": "fra", "es": "spa", "fa": "fas", "hi": "hin",
    "th": "tha", "ja": "jpn", "ko": "kor", "zh": "zho", "el": "ell", "pt": "por", "it": "ita",
}  # fmt: skip


@dataclass(frozen=True)
class Burning:
    """What draws: text is ASS at the film's size. folder: to work in, on the file system of what is burned.

    own_fonts, beyond: as of `prepare`.
    """

    ffmpeg: Path
    film: Film
    text: str
    folder: Path
    own_fonts: Path | None = None
    beyond: tuple[Path, ...] = ()

    def _filter(self) -> str:
        text = for_bt709(self.text, self.ffmpeg) if self.film.is_bt709 else for_rgb(self.text)
        return f"{upright(self.film)},{prepare(text, self.folder, self.own_fonts, self.beyond)}"

    def burn(self, out: Path) -> None:
        """H.264 at a quality that hides its generation; sound as it is where MP4 takes it. `out` is whole or not there.

        Raises RenderFailed, RenderInterrupted, DiskFull, ToolMissing.
        """
        part = self.folder.resolve() / "burned.mp4"
        sound = ["-c:a", "copy"] if self.film.sound in _IN_MP4 else ["-c:a", "aac", "-b:a", "192k"]
        try:
            run(
                [str(self.ffmpeg), "-v", "error", "-nostdin", "-y", *ANY_VIDEO, "-i", str(self.film.path.resolve()),
                 "-map", "0:V:0", "-map", "0:a?", "-vf", f"{moving(self.film)}{self._filter()}",
                 "-c:v", "libx264", "-preset", "fast", "-crf", "18", "-pix_fmt", "yuv420p", *sound,
                 "-movflags", "+faststart", "-f", "mp4", str(part)],
                wall_seconds=120 + _WALL_PER_SECOND * float(self.film.seconds), cwd=self.folder,
            )  # fmt: skip
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)

    def preview(self, at: Fraction, out: Path) -> None:
        """One frame with its captions, as PNG. Raises InvalidRequest where the film shows none."""
        shift = f"setpts=PTS-STARTPTS+{float(at):.4f}/TB"
        part = out.with_name(f".{out.name}.part").resolve()
        coder = ["-c:v", "png", "-f", "image2", "-update", "1", str(part)]
        try:
            take_frame(self.ffmpeg, self.film, at, f"{shift},{self._filter()}", coder, part, self.folder)
            if not part.exists():
                raise InvalidRequest(f"at: {self.film.path.name} shows nothing at {float(at):.2f} s", field="at")
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)


def soft(ffmpeg: Path, film: Film, subtitles: Path, language: str, out: Path) -> None:
    """The streams as they are, and the captions as a track that players switch on.

    subtitles: an SRT file, in a folder to work in, on the file system of `out`; in MP4 and MOV it becomes mov_text, in
    WebM WebVTT, in Matroska it stays.
    Raises RenderFailed, RenderInterrupted, DiskFull, ToolMissing.
    """
    codec = {".mp4": "mov_text", ".mov": "mov_text", ".m4v": "mov_text", ".webm": "webvtt"}.get(out.suffix, "srt")
    kind = {".mp4": "mp4", ".m4v": "mp4", ".mov": "mov", ".webm": "webm"}.get(out.suffix, "matroska")
    part = subtitles.with_name(f"soft{out.suffix}")
    primary = language.partition("-")[0]
    try:
        run(
            [str(ffmpeg), "-v", "error", "-nostdin", "-y", *ANY_VIDEO, "-i", str(film.path),
             "-protocol_whitelist", "file", "-f", "srt", "-i", str(subtitles),
             "-map", "0:V:0", "-map", "0:a?", "-map", "1:0", "-c", "copy", "-c:s", codec,
             "-metadata:s:s:0", f"language={_LANGUAGES.get(primary, 'und')}", "-disposition:s:0", "default",
             *(["-movflags", "+faststart"] if codec == "mov_text" else []), "-f", kind, str(part)],
            wall_seconds=120 + float(film.seconds),
        )  # fmt: skip
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
