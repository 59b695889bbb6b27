"""A client's remark on a finished video, in English or Russian, as the changes that it asks for."""

import re

from spotworks.domain.base import Frozen
from spotworks.domain.remark_words import (
    ABOUT,
    EXACT,
    FEELINGS,
    FILLERS,
    ORDINALS,
    QUOTE,
    SCENES,
    SIDES,
    SWAPS,
    VALUED,
    Kind,
)
from spotworks.domain.screenplay import Screenplay


class Change(Frozen):
    """One thing that is asked for. said: in the client's own words; scene: its index, None for the whole video.

    old: what "replace" looks for. Of kind "unclear", value says why, or "" where nothing is known of it.
    """

    kind: Kind
    said: str
    scene: int | None = None
    value: str = ""
    old: str = ""


def understood(text: str, play: Screenplay) -> tuple[Change, ...]:
    """Every clause of a remark, in its order; one that says nothing we know is there as "unclear"."""
    quotes: list[str] = []

    def put_by(match: re.Match[str]) -> str:
        quotes.append(match[1].strip())
        return chr(0xE000 + len(quotes) - 1)

    bare = re.sub(r'[«“"]([^«»“”"]+)[»”"]', put_by, re.sub(QUOTE, " ", text))
    found: list[Change] = []
    place: tuple[int, ...] = ()  # what "in scene 2," alone has set for the next clause
    for clause in re.split(r"(?:[,;](?!\s*\d)|(?<!\d)[,;]|\n|(?<=[.!?])\s|\s[—–-]\s|:\s)", bare):
        if not any(c.isalnum() or "\ue000" <= c <= "\uf8ff" for c in clause):
            continue
        scenes, rest = _placed(clause, len(play.scenes))
        if not _core(rest):
            place = scenes
            continue
        parts = _parts(rest)
        for part in parts:
            said = _said(clause if len(parts) == 1 else part, quotes)
            found += _changes(said, _read(part, quotes), scenes or place, len(play.scenes))
        place = ()
    if place and found:  # "show the lid, in scene 2"
        last = found.pop()
        found += _changes(last.said, (last.kind, last.value, last.old), place, len(play.scenes))
    return tuple(found)


def _placed(clause: str, count: int) -> tuple[tuple[int, ...], str]:
    """The scenes that a clause names, from 1, and the clause without them."""
    named: list[int] = []
    for match in SCENES.finditer(clause):
        if match["numbers"]:
            named += [int(number) for number in re.findall(r"\d+", match["numbers"])]
        elif match["number"]:
            named.append(int(match["number"]))
        elif match["ordinal"]:
            named.append(next(n for words, n in ORDINALS.items() if re.fullmatch(words, match["ordinal"], re.I)))
        else:
            named.append(-1)
    return tuple(count if number == -1 else number for number in named), SCENES.sub(" ", clause)


def _parts(clause: str) -> list[str]:
    """A clause in two where "and" joins things that are each understood: "slower and warmer"."""
    if _read(clause, []) is None:
        parts = re.split(r"\s+(?:and|и|but|но|а)\s+", clause)
        if len(parts) > 1 and sum(_read(part, []) is not None for part in parts) > 0:
            return parts
    return [clause]


def _said(clause: str, quotes: list[str]) -> str:
    return re.sub(QUOTE, lambda m: f"“{quotes[ord(m[1]) - 0xE000]}”", " ".join(clause.split())).strip(" .!?:,")


def _changes(
    said: str, read: tuple[Kind, str, str] | None, scenes: tuple[int, ...], count: int
) -> list[Change]:  # fmt: skip
    if read is None:
        return [Change(kind="unclear", said=said)]
    kind, value, old = read
    wrong = [number for number in scenes if not 1 <= number <= count]
    if wrong:
        return [Change(kind="unclear", said=said, value=f"there is no scene {wrong[0]}: the video has {count}")]
    if kind in {"drop", "redraw", "photo"} and not scenes:
        return [Change(kind="unclear", said=said, value="say which scene")]
    if kind in {"voice", "music", "captions", "logo"} and scenes:
        return [Change(kind="unclear", said=said, value=f"the whole video has the same {kind}")]
    places: list[int | None] = [number - 1 for number in scenes] or [None]
    return [Change(kind=kind, said=said, scene=place, value=value, old=old) for place in places]


def _read(clause: str, quotes: list[str]) -> tuple[Kind, str, str] | None:
    """Kind, value and what is replaced. The whole of the clause has to be understood."""
    whole = " ".join(clause.split()).strip(" .!?:,")
    text = _core(clause)

    def quoted(letter: str) -> str:
        place = ord(letter[0]) - 0xE000
        return quotes[place] if 0 <= place < len(quotes) else letter

    for pattern, (old, new) in SWAPS:
        if match := _matches(pattern, whole, text):
            return "replace", quoted(match[new]), quoted(match[old])
    for kind, value, pattern in EXACT:
        if _matches(pattern, whole, text):
            return kind, value, ""
    for kind, topic, values in ABOUT:
        if re.search(rf"\b(?:{topic})\b", whole, re.IGNORECASE) and not re.search(QUOTE, whole):
            return _about(kind, topic, values, whole)
    for kind, pattern in VALUED:
        if match := _matches(pattern, whole, text):
            return kind, quoted(match[1]).strip(), ""
    return _quality(text)


def _about(kind: Kind, topic: str, values: dict[str, str], whole: str) -> tuple[Kind, str, str] | None:
    left = re.sub(rf"\b(?:{topic})\b", " ", whole, flags=re.IGNORECASE)
    for value, pattern in values.items():
        if _matches(pattern, " ".join(left.split()), _core(left)):
            return kind, value, ""
    return None


def _quality(text: str) -> tuple[Kind, str, str] | None:
    other = re.match(r"(?:too|less|not so|слишком|менее|не так)\s+(.+)", text, re.IGNORECASE)
    word = other[1] if other else text
    for (kind, *values), sides in SIDES.items():
        for side, pattern in enumerate(sides):
            if _matches(pattern, word):
                return kind, values[1 - side if other else side], ""
    for feeling, pattern in FEELINGS.items():
        if not other and _matches(pattern, word):
            return "feeling", feeling, ""
    return None


def _core(clause: str) -> str:
    return " ".join(FILLERS.sub(" ", clause).split()).strip(" .!?:,")


def _matches(pattern: str, *texts: str) -> re.Match[str] | None:
    found = (re.fullmatch(pattern, text, re.IGNORECASE) for text in texts)
    return next((match for match in found if match), None)
