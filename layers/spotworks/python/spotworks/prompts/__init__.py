"""Prompts as strict templates: `<stage>/<name>.md` beside this module, each with a golden test.

A template begins with front matter in TOML between two lines of "+++":
    purpose     what it is for
    values      the names in braces in its text, each of which has to be given and to hold words
    optional    those that may be empty
    max_tokens  of the answer, where a language model reads it
Its lines are one paragraph unless an empty line stands between them. See docs/prompts.md.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Template:
    """text: with its places still in braces."""

    name: str
    text: str
    values: frozenset[str]
    optional: frozenset[str]
    max_tokens: int

    def filled(self, **values: str) -> str:
        """Raises ValueError, naming what is missing, empty or unknown: half a prompt is never sent."""
        known = self.values | self.optional
        wrong = sorted(known ^ values.keys()) or sorted(name for name in self.values if not values[name].strip())
        if wrong:
            raise ValueError(f"prompt {self.name}: {', '.join(wrong)} missing, empty or unknown")
        return re.sub(r" {2,}", " ", _PLACE.sub(lambda place: values[place[1]].strip(" "), self.text)).strip()


@cache
def prompt(name: str) -> Template:
    """name: "scene/visual". Raises FileNotFoundError, and ValueError for a template that is not strict."""
    _, front, text = files(__name__).joinpath(f"{name}.md").read_text(encoding="utf-8").split("+++\n", 2)
    about = tomllib.loads(front)
    values, optional = frozenset(about["values"]), frozenset(about.get("optional", ()))
    if set(_PLACE.findall(text)) != values | optional:
        raise ValueError(f"prompt {name}: the front matter and the text name different values")
    paragraphs = (re.sub(r"\n(?!- )", " ", part.strip()) for part in text.split("\n\n"))
    return Template(name, "\n\n".join(paragraphs), values, optional, about.get("max_tokens", 0))
