"""What `spotworks captions` was asked, checked: each problem is named by its option."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spotworks.domain.caption_styles import PRESETS, CaptionStyle, checked_color, styled, styled_text
from spotworks.domain.subtitles import FORMATS
from spotworks.errors import InvalidRequest

MOST_TEXT = 2_000_000  # bytes: a script of ten hours is a quarter of that


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


def style_of(asked: Asked) -> CaptionStyle:
    """A preset by its name or a JSON file; --lead and --lag over it."""
    is_file = asked.style not in PRESETS and (asked.style.endswith(".json") or Path(asked.style).is_file())
    style = styled_text(read(Path(asked.style), "style")) if is_file else styled(asked.style)
    over = {name: value for name, value in (("lead", asked.lead), ("lag", asked.lag)) if value is not None}
    checked_color(asked.brand, "brand")
    return styled({**style.model_dump(), **over})


def formats_of(asked: str) -> list[str]:
    names = [name.strip() for name in asked.split(",") if name.strip()]
    for name in names:
        if name not in FORMATS:
            raise InvalidRequest(f"format: there is no {name!r}; choose {', '.join(FORMATS)}", field="format")
    return names


def text_of(asked: Asked) -> str:
    if (asked.script is None) == (asked.srt is None):
        raise InvalidRequest("script: give either --script FILE or --srt FILE", field="script")
    if asked.burn and asked.soft:
        raise InvalidRequest("soft: choose --burn or --soft, not both", field="soft")
    name = "script" if asked.script else "srt"
    text = read(asked.script or asked.srt or Path(), name)
    if not any(c.isalnum() for c in text):
        raise InvalidRequest(f"{name}: holds no words", field=name)
    return text


def read(path: Path, name: str) -> str:
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


def folder_of(path: Path | None) -> Path | None:
    if path is not None and not path.is_dir():
        raise InvalidRequest(f"fonts: {path} is not a folder", field="fonts")
    return path


def make_folder(out: Path, option: str = "out") -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidRequest(f"{option}: {out} cannot be made ({error.strerror})", field=option) from error
