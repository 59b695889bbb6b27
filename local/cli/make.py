"""`spotworks make`: checks what it can without a server, sends the brief, watches, fetches the files."""

import json
import os
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from local.cli.advice import heeds_auto, heeds_the_planner
from local.cli.display import display
from local.cli.faults import Fault, bad_input, is_unicode, printable
from local.cli.kit import take_kit
from local.cli.result import exit_code, failure_line, tell, to_json
from local.cli.session import Session, Vendors, say, session
from local.cli.watch import Watch, save
from local.cli.words import slug
from local.client import VIDEOS, ApiError
from spotworks.errors import SpotworksError

_BOUGHT = ("model", "image_model", "voice_model", "effects_model", "music_model")
_NAMED = 5  # of the files that are passed over

# The brief's fields by the options that set them, for messages in the user's words.
_OPTIONS = {
    "reference_assets": "image",
    "footage_assets": "footage",
    "animation_assets": "lottie",
    "call_to_action": "cta",
    "approvals": "approve",
}


def make(
    asked: dict[str, Any], images: list[Path], *, out: Path | None, as_json: bool, state: Path, server: str | None,
    token: str | None, footage: Sequence[Path] = (), lottie: Sequence[Path] = (), vendors: Vendors | None = None,
) -> int:  # fmt: skip
    """asked: the fields of the brief that were given; the exit code. With fake vendors they make all they can."""
    brief = {name: value for name, value in asked.items() if value is not None and value != []}
    if vendors and vendors.fake:
        brief = dict.fromkeys(_BOUGHT, "auto") | brief
    if "aspects" in brief:
        first, *more = [aspect.strip() for aspect in brief["aspects"].split(",")]
        brief = {"aspect": first, **brief, "aspects": [first, *more]}
    if "page_pictures" in brief:
        brief["page_pictures"] = page_pictures(brief["page_pictures"])
    if "mode_options" in brief:
        brief["mode_options"] = mode_options(brief["mode_options"])
    logo = take_kit(brief)
    check_files(images, "image")
    films = videos_in(footage)
    check_files(lottie, "lottie")
    check_brief(brief, images, films, lottie, modes=server is None)
    if out is not None:
        _writable(out)
    if server is None:
        _ffmpeg_is_here()
    with session(state, server, token, vendors=vendors) as here:
        heeds_the_planner(here)
        heeds_auto(here, brief)
        pictures = {_upload(here, image, "image"): str(image) for image in images}
        videos = {_upload(here, film, "footage"): str(film) for film in films}
        documents = {_upload(here, one, "lottie"): str(one) for one in lottie}
        if documents:
            brief["animation_assets"] = list(documents)
        if pictures:
            brief["reference_assets"] = list(pictures)
        if videos:
            brief["footage_assets"] = list(videos)
        uploaded = pictures | videos | documents
        if logo is not None:
            brief["kit"]["logo"] = here.client.upload(logo)
        requested = here.client.generate(brief, key=str(uuid.uuid4()))
        ids = list(requested.get("video_ids") or [requested["video_id"]])
        return see_through(here, ids, out, as_json, uploaded)


def page_pictures(said: str) -> list[int]:
    """ "2,1" as [2, 1], "none" as []."""
    numbers = [] if said.strip().lower() == "none" else said.split(",")
    if not all(number.strip().isdecimal() for number in numbers):
        raise bad_input("page-pictures", f"must be numbers such as 2,1, or none, not {printable(said)[:60]!r}")
    return [int(number) for number in numbers]


def mode_options(pairs: list[str]) -> dict[str, Any]:
    """["speed=2"] as {"speed": "2"}: the mode makes numbers of them; lists and objects are written as JSON."""
    found: dict[str, Any] = {}
    for pair in pairs:
        key, separator, value = pair.partition("=")
        if not separator or not key.strip():
            raise bad_input("mode-option", f"must be KEY=VALUE, not {printable(pair)[:60]!r}")
        try:
            found[key.strip()] = json.loads(value) if value[:1] in {"[", "{"} else value
        except ValueError as error:
            raise bad_input("mode-option", f"{printable(key)[:60]}: is not JSON") from error
    return found


def see_through(
    here: Session, ids: list[str], out: Path | None, as_json: bool, uploaded: Mapping[str, str] | None = None
) -> int:
    """Watches jobs to their end, fetches and tells of what they left; the exit code.

    uploaded: asset id to the file it was, for failures in the user's words.
    """
    folders = _folders(here, ids, out)
    stories = Watch(here.client, display(as_json), folders).until_ended(ids)
    for story in stories:
        story.name_files(uploaded or {})
    results = [(story, save(here.client, story, folders[story.video_id])) for story in stories]
    if as_json:
        print(json.dumps({"videos": [to_json(story, files) for story, files in results]}, ensure_ascii=False))
    for story, files in results:
        if as_json and story.state != "completed":
            say(failure_line(story))
        elif not as_json:
            tell(story, files, here)
    return max(exit_code(story) for story in stories)


def _folders(here: Session, ids: list[str], out: Path | None) -> dict[str, Path]:
    """One folder, or with variations a numbered one for each."""
    if out is None:
        status = here.client.status(ids[0])
        name = slug(str(status.get("title") or ""), ids[0])
        out = Path("out") / (name if status.get("iteration", 1) == 1 else f"{name}-{status['iteration']}")
        _writable(out)
    return {ids[0]: out} if len(ids) == 1 else {video_id: out / str(n) for n, video_id in enumerate(ids, 1)}


def _writable(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise bad_input("out", f"{out} cannot be made ({error.strerror}); name another folder") from error
    if not os.access(out, os.W_OK):
        raise bad_input("out", f"{out} cannot be written to; name another folder")


def _ffmpeg_is_here() -> None:
    """Known before anything is made, instead of when it is rendered."""
    from spotworks.adapters.media.tools import find_ffmpeg
    from spotworks.errors import ToolMissing

    try:
        find_ffmpeg()
    except ToolMissing as error:
        raise Fault(error.message, error="ToolMissing") from error


def check_files(paths: Sequence[Path], option: str) -> None:
    for image in paths:
        name = printable(str(image))
        if not image.is_file():
            problem = "is not a file" if image.exists() else "does not exist"
            raise bad_input(option, f"{name} {problem}")
        if not os.access(image, os.R_OK):
            raise bad_input(option, f"{name} cannot be read")
        if image.stat().st_size == 0:
            raise bad_input(option, f"{name} is empty")


def videos_in(paths: Sequence[Path]) -> list[Path]:
    """The videos themselves and those in folders, by name. What else lies in a folder is told of and passed over."""
    found: list[Path] = []
    for path in paths:
        name, kinds = printable(str(path)), ", ".join(sorted(VIDEOS))
        if not path.exists():
            raise bad_input("footage", f"{name} does not exist")
        inside = [one for one in sorted(path.iterdir()) if one.name[0] != "."] if path.is_dir() else [path]
        videos = [one for one in inside if one.is_file() and one.suffix.lower() in VIDEOS]
        if not videos:
            raise bad_input("footage", f"{name} holds no video ({kinds})")
        if others := [printable(one.name) for one in inside if one not in videos]:
            more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
            say(f"spotworks: {name}: passed over, as no videos ({kinds}): {', '.join(others[:_NAMED])}{more}")
        found += videos
    check_files(found, "footage")
    return found


def check_brief(
    brief: dict[str, Any],
    images: Sequence[Path],
    films: Sequence[Path] = (),
    lottie: Sequence[Path] = (),
    *,
    modes: bool = False,
) -> None:
    """The server's own rules, held before a server is started. modes: those of this installation count."""
    from pydantic import ValidationError  # 0.2 s that only `make` pays

    from spotworks.domain.brief import MAX_FOOTAGE, MAX_REFERENCES, Brief
    from spotworks.domain.refusal import refusal
    from spotworks.errors import InvalidRequest, ModelUnavailable
    from spotworks.modes import InstalledModes
    from spotworks.stages.shared.admission import possible
    from spotworks.wiring import placements

    for name, value in brief.items():
        if not is_unicode(str(value)):
            raise bad_input(_OPTIONS.get(name, name), "is not valid UTF-8; check the terminal's encoding")
    if len(images) > MAX_REFERENCES:
        raise bad_input("image", f"at most {MAX_REFERENCES} can be used, not {len(images)}")
    if len(films) > MAX_FOOTAGE:
        raise bad_input("footage", f"at most {MAX_FOOTAGE} videos can be used, not {len(films)}")
    given = {
        "reference_assets": [f"image{n}" for n in range(len(images))],
        "footage_assets": [f"video{n}" for n in range(len(films))],
        "animation_assets": [f"lottie{n}" for n in range(len(lottie))],
    }
    try:
        asked = Brief.model_validate({**brief, **given})
        if modes:
            possible(asked, InstalledModes(), placements())
    except ValidationError as error:
        raise _refused(refusal(error.errors()[0])) from error
    except (InvalidRequest, ModelUnavailable) as error:
        raise _refused(error) from error


def _refused(error: SpotworksError) -> Fault:
    """By the option that sets the field."""
    field = error.field or "prompt"
    if field.startswith("mode_options"):
        return bad_input("mode-option", error.message.removeprefix("mode_options").lstrip(".: "))
    return bad_input(_OPTIONS.get(field, field), error.message.removeprefix(f"{field}: "))


def _upload(here: Session, path: Path, option: str) -> str:
    try:
        return here.client.upload(path)
    except ApiError as error:
        if error.status in {400, 413, 415, 422}:
            problem = error.message.removeprefix("file: ").removeprefix(f"{path.name}: ")
            raise bad_input(option, f"{path}: {problem}") from error
        raise
