"""A brand kit as a user keeps it: a TOML or JSON file, the logo a file beside it."""

import json
import tomllib
from pathlib import Path
from typing import Any

from local.cli.faults import bad_input


def take_kit(brief: dict[str, Any]) -> Path | None:
    """Puts the settings of the file that `brief["kit"]` names in its place; the logo's file, which is still to be
    uploaded: until then "logo" stands for its id.

    Raises Fault naming the field ("brand-kit: palette.accent: must be a colour as #rrggbb").
    """
    path = brief.get("kit")
    if path is None:
        return None
    from pydantic import ValidationError  # 0.2 s that only those with a kit pay

    from spotworks.domain.brand import BrandKit
    from spotworks.domain.refusal import refusal

    kit = _read(path)
    logo = path.parent / str(kit["logo"]) if kit.get("logo") else None
    if logo is not None:
        if not logo.is_file():
            raise bad_input("brand-kit", f"logo: {logo} is not a file")
        kit["logo"] = "logo"
    try:
        BrandKit.model_validate(kit)
    except ValidationError as error:
        problem: dict[str, Any] = {**error.errors()[0]}
        problem["loc"] = ("kit", *problem["loc"])
        raise bad_input("brand-kit", refusal(problem).message.removeprefix("kit.")) from error
    brief["kit"] = kit
    return logo


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise bad_input("brand-kit", f"{path} cannot be read as UTF-8 text ({error})") from error
    try:
        found = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except ValueError as error:
        raise bad_input(
            "brand-kit", f"{path} is not {'JSON' if path.suffix.lower() == '.json' else 'TOML'} ({error})"
        ) from error
    if not isinstance(found, dict):
        raise bad_input("brand-kit", f"{path} must hold a table of settings")
    return found
