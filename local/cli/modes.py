"""`spotworks modes`: which modes there are, and all of them on one script."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.cli.faults import Fault, bad_input, printable
from local.cli.make import _writable as writable
from local.cli.make import videos_in
from local.cli.table import show_table
from local.cli.words import single_line
from local.client import Client


@dataclass(frozen=True)
class Wanted:
    """A sheet. script: None for one of ours; only: names of modes, all if empty."""

    script: Path | None
    images: list[Path]
    footage: list[Path]
    only: list[str]
    aspect: str
    language: str
    brand: str
    out: Path


def modes(wanted: Wanted | None, *, as_json: bool, server: str | None, token: str | None) -> int:
    if wanted is not None:
        return _preview(wanted, as_json=as_json)
    found = _found(server, token)
    if as_json:
        print(json.dumps({"modes": found}, ensure_ascii=False, indent=1))
        return 0
    rows = [
        (m["name"], single_line(m["summary"]), " or ".join(m["needs"]) or "nothing", ", ".join(_options(m)) or "none",
         "yes" if m["available"] else f"no: {single_line(m['why_not'])}")
        for m in found
    ]  # fmt: skip
    show_table(("Mode", "What it makes", "Needs", "Options", "Usable here"), rows, wide=3)
    return 0


def _found(server: str | None, token: str | None) -> list[dict[str, Any]]:
    """Those of this installation, or of a server."""
    if server is not None:
        with Client(server, token=token) as client:
            return client.modes()
    from spotworks.modes import InstalledModes

    return [info.model_dump(mode="json") for info in InstalledModes().infos()]


def _options(mode: dict[str, Any]) -> list[str]:
    return [
        f"{name}={'|'.join(map(str, about['enum']))}" if "enum" in about else name
        for name, about in mode["options"].get("properties", {}).items()
    ]


def _preview(wanted: Wanted, *, as_json: bool) -> int:
    """Each mode renders a small video of the script; four frames of each go into the sheet."""
    from spotworks.adapters.media.whole import write_whole
    from spotworks.domain.script import Script
    from spotworks.modes import InstalledModes
    from spotworks.modes.preview import HEADLINES, SCRIPTS, sheet, tried

    paragraphs = SCRIPTS.get(wanted.language, SCRIPTS["en"]) if wanted.script is None else _paragraphs(wanted.script)
    headlines = HEADLINES.get(wanted.language, ()) if wanted.script is None else ()
    about = {
        "paragraphs": paragraphs, "headlines": headlines, "aspect": wanted.aspect, "language": wanted.language,
        "brand": wanted.brand, "title": wanted.brand, "pictures": wanted.images, "quality": "preview",
        "footage": videos_in(wanted.footage),
    }  # fmt: skip
    script = _checked(Script, about)
    if wanted.out.is_dir():
        raise bad_input("out", f"{wanted.out} is a folder; name the picture")
    writable(wanted.out.parent)
    installed = InstalledModes()
    names = wanted.only or [info.name for info in installed.infos() if info.available]
    samples = []
    for name in names:
        began = time.monotonic()
        with _told():
            samples.append(tried(installed.find(name), script))
        if not as_json:
            print(f"{name:20} {time.monotonic() - began:5.1f} s")
    write_whole(wanted.out, sheet(samples))
    if as_json:
        about = {one.name: {"seconds": one.seconds, "cpu_seconds": one.cpu_seconds} for one in samples}
        print(json.dumps({"sheet": str(wanted.out), "modes": about}))
    else:
        print(f"\n  {wanted.out}")
    return 0


@contextmanager
def _told() -> Iterator[None]:
    """What is wrong with a mode or a file, in one line."""
    from spotworks.errors import SpotworksError

    try:
        yield
    except SpotworksError as error:
        field = (error.field or "").removesuffix("_assets")
        text = error.message.removeprefix(f"{error.field}: ")
        if field:
            raise bad_input({"reference": "image", "pictures": "image"}.get(field, field), text) from error
        raise Fault(error.message, error=type(error).__name__) from error


def _paragraphs(path: Path) -> list[str]:
    """Paragraphs stand between empty lines; where there are none, each line is one."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise bad_input("script", f"{printable(str(path))} cannot be read as UTF-8 text") from error
    blocks = text.split("\n\n") if "\n\n" in text.strip() else text.splitlines()
    found = [" ".join(block.split()) for block in blocks if block.strip()]
    if not found:
        raise bad_input("script", f"{printable(str(path))} is empty")
    return found


def _checked(model: Any, about: dict[str, Any]) -> Any:
    from pydantic import ValidationError

    from spotworks.domain.refusal import refusal

    try:
        return model.model_validate(about)
    except ValidationError as error:
        refused = refusal(error.errors()[0])
        option = {"paragraphs": "script", "pictures": "image"}.get(refused.field or "", refused.field or "script")
        raise bad_input(option, refused.message.partition(": ")[2]) from error
