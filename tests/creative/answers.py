"""What a good language model would answer to each brief of the corpus: answers/, as the model would write it."""

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from tests.fakes.thinking import scene

_FOLDER = Path(__file__).parent / "answers"
_PARTS = ("voice", "headline", "detail", "button", "action")


@cache
def answers(name: str) -> tuple[str, str]:
    """A strategy and a screenplay, each one JSON object."""
    told: dict[str, Any] = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    light = told["look"].split(",")[0]
    strategy = {
        "concept": told["concept"],
        "visual_language": told["look"],
        "narrative_arc": told["narrative_arc"],
        "hook": told["hook"],
        "audience": told["audience"],
        "mood": told["mood"],
        "lighting": light,
        "camera": told["look"].rpartition(" on ")[2],
    }
    kind, subject, description, english = told["subject"]
    screenplay = {
        "title": subject[0].upper() + subject[1:],
        "subject": {"kind": kind, "name": subject, "description": description, "in_english": english},
        "setting": told["setting"],
        "light": light,
        "music_mood": told["mood"],
        "scenes": [_scene(line) for line in told["scenes"].strip().splitlines()],
    }
    return json.dumps(strategy, ensure_ascii=False), json.dumps(screenplay, ensure_ascii=False)


def _scene(line: str) -> dict[str, Any]:
    """ "hook 4 | Spoken. | Headline | detail | button | what is seen" """
    when, *parts = (part.strip() for part in line.split("|"))
    beat, seconds = when.split()
    told = dict(zip(_PARTS, parts, strict=True))
    layout = beat if beat in {"offer", "end_card"} else "type"
    return scene(beat=beat, seconds=float(seconds), layout=layout, voice_over=[told.pop("voice")], **told)
