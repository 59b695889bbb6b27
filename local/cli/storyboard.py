"""`spotworks storyboard`: the scenes with what they show, say and cost; edits of one while it waits for approval."""

import json
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from local.cli.faults import Fault, bad_input
from local.cli.session import Session, say, session_of, stands
from local.cli.words import again, money, single_line

_WAIT_S = 120.0  # for a scene to be drawn again


def storyboard(
    video_id: str, scene: int | None, edit: dict[str, Any], *, out: Path | None, open_page: bool, as_json: bool,
    state: Path, server: str | None, token: str | None,
) -> int:  # fmt: skip
    """edit: the fields of the scene that were given."""
    edit = {name: value for name, value in edit.items() if value not in {None, False}}
    with session_of(video_id, state, server, token) as here:
        if edit and scene is None:
            raise bad_input("scene", "say which scene to edit: --scene 2")
        if scene is not None and not edit:
            raise bad_input(
                "scene", "say what to change: --line, --prompt, --headline, --detail, --kicker, --button or --redraw"
            )
        if edit and scene is not None:
            here.client.edit_scene(video_id, scene, **edit)
            if not stands(here, video_id, _WAIT_S):
                say(f"Scene is still being drawn; `spotworks storyboard {video_id}` shows it later.")
        found = here.client.storyboard(video_id)
        if out is not None:
            _save(here, found, out)
        if as_json:
            print(json.dumps(found, ensure_ascii=False, indent=1))
        else:
            show(found)
        if open_page:
            import webbrowser

            webbrowser.open(f"{here.client.url}/jobs/{video_id}")
    return 0


def _save(here: Session, found: dict[str, Any], out: Path) -> None:
    """The sheet is drawn with the preview; before that each picture is saved beside it: board-1.png, board-2.png."""
    if found["sheet_url"]:
        here.client.download(found["sheet_url"], out)
        say(f"Storyboard: {out}")
        return
    pictures = {scene["scene"]: scene["picture_url"] for scene in found["scenes"] if scene["picture_url"]}
    if not pictures:
        raise Fault("no picture is drawn yet", error="Conflict")
    for number, url in pictures.items():
        path = out.with_name(f"{out.stem}-{number}{PurePosixPath(urlsplit(url).path).suffix}")
        here.client.download(url, path)
        say(f"Scene {number}: {path}")


def show(found: dict[str, Any]) -> None:
    print(f"{single_line(found['title'])}  ({found['status'].replace('_', ' ')})")
    for block in blocks(found):
        print("", *block, sep="\n")
    if found["to_make"]:
        print(f"\nStill to be made, for {money(found['cost_usd'])} at most: {', '.join(again(found['to_make']))}.")
    if found["gate"] == "storyboard":
        name = found["video_id"]
        print(f'Edit a scene:     spotworks storyboard {name} --scene 2 --line "..." (--prompt, --headline, --detail)')
        print(f"Another picture:  spotworks storyboard {name} --scene 2 --redraw")
        print(f"See them:         spotworks storyboard {name} --open, or --out board.png")
        print(f"Go on, or stop:   spotworks approve {name}, or with --reject")


def blocks(found: dict[str, Any]) -> list[list[str]]:
    """Each scene in a few lines for a terminal."""
    told = []
    for scene in found["scenes"]:
        beat = str(scene["beat"]).replace("_", " ")
        picture = "" if scene["picture_url"] or not scene["generated"] else "  picture not drawn yet"
        cost = f"  {money(scene['cost_usd'])} to make" if scene["cost_usd"] not in {"0", "0.00"} else ""
        words = " / ".join(single_line(text) for text in scene["text"].values() if text)
        about = [("line", scene["line"]), ("text", words), ("picture", scene["prompt"] if scene["generated"] else "")]
        lines = [f"    {name:<8}{single_line(text)}" for name, text in about if text]
        told.append([f"{scene['scene']:2d}  {beat}, {scene['seconds']} s{cost}{picture}", *lines])
    return told
