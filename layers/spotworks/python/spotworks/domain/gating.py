"""A plan without the claims that nobody made: a clause goes where the rest still stands, else the sentence."""

import re

from spotworks.domain.claim_rules import clauses_of, sentences_of
from spotworks.domain.claims import Claims
from spotworks.domain.screenplay import Scene, Screenplay, ScreenText
from spotworks.domain.writing import pieces, unspaced

_HEADLINE = 40  # characters that a headline has room for
# What opens a clause that cannot stand without the next.
_OPENS = re.compile(
    r"^(?:if|when|while|because|since|although|though|unlike|with|without|for|after|before|as|until|"
    r"если|когда|пока|потому|хотя|так как|с|со|без|для|после|чтобы|в отличие)\b",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"\b(?:and|or|but|with|of|for|to|in|on|at|by|a|an|the|is|are|than|и|или|но|а|с|со|в|во|на|из|от|для|до|за|по|чем)$",
    re.IGNORECASE,
)
# What begins a statement of its own.
_OWN = re.compile(
    r"(?:(?:and|but|so|и|а|но) )?((?:it|we|you|they|this|that|he|she|there|он|она|оно|они|мы|вы|это|здесь|там)\b)",
    re.IGNORECASE,
)
_TAIL = 4  # words of a sentence that only makes sense after another
_CLOSING = frozenset({"call_to_action", "end_card"})
_WORDY = frozenset({"offer", "steps", "compare", "quote", "type"})  # layouts that live of their words


def gated(play: Screenplay, claims: Claims) -> Screenplay:
    """The plan without the removed claims, the same object if there are none."""
    gone: dict[int | None, set[tuple[str, str]]] = {}
    for claim in claims.removed:
        if claim.place:
            gone.setdefault(claim.scene, set()).add((claim.place, claim.words))
    if not gone:
        return play
    name = _name(play, claims)
    title = name if None in gone else play.title
    scenes = tuple(_scene(scene, gone[scene.index], name) if scene.index in gone else scene for scene in play.scenes)
    return play.model_copy(update={"title": title, "scenes": scenes})


def _name(play: Screenplay, claims: Claims) -> str:
    """What stands where nothing else is left to say."""
    subject = play.subject.name[:1].upper() + play.subject.name[1:]
    untold = {claim.words.lower() for claim in claims.removed}
    return next((n for n in (play.brand, subject) if n and not any(words in n.lower() for words in untold)), "")


def _scene(scene: Scene, gone: set[tuple[str, str]], name: str) -> Scene:
    lines = tuple(left for line in scene.voice_over if (left := without(line, _of("voice", gone), scene.beat)))
    text = ScreenText(**{place: _written(words, _of(place, gone)) for place, words in scene.text.model_dump().items()})
    if scene.text.headline and not text.headline:
        text = _headed(text, name, told=bool(lines))
    elif not lines and not any(text.model_dump().values()):
        text = ScreenText(headline=name)
    update: dict[str, object] = {"voice_over": lines, "text": text}
    if text.headline == name and scene.layout in _WORDY:
        update["layout"] = "type" if scene.picture is None else "hero"
    return scene.model_copy(update=update)


def _headed(text: ScreenText, name: str, *, told: bool) -> ScreenText:
    """Words on the picture whose headline is gone: what explained it goes too, unless the voice still tells it."""
    if told and text.detail and len(text.detail) <= _HEADLINE:
        return text.model_copy(update={"headline": text.detail, "detail": ""})
    return ScreenText(headline=name, button=text.button)


def _of(place: str, gone: set[tuple[str, str]]) -> frozenset[str]:
    return frozenset(words for where, words in gone if where == place)


def _written(words: str, gone: frozenset[str]) -> str:
    """Words on the picture; what is listed loses the item."""
    if " · " in words:
        return " · ".join(part for part in words.split(" · ") if without(part, gone) == part)
    return without(words, gone)


def without(text: str, gone: frozenset[str], beat: str = "") -> str:
    """A text without clauses. A short sentence after one that went was about it and goes too, but no call to action."""
    kept: list[str] = []
    fell = False
    for sentence in sentences_of(text):
        left = _left(sentence, gone)
        if left and not (fell and left == sentence and len(pieces(sentence)) <= _TAIL and beat not in _CLOSING):
            kept.append(left)
        fell = not left or (fell and left not in kept)
    return ("" if unspaced(text) else " ").join(kept) if any(words in text for words in gone) else text


def _left(sentence: str, gone: frozenset[str]) -> str:
    """What of a sentence still stands: the part before what goes, else a statement after it, else nothing."""
    clauses = [(sentence[start:end], start, end) for start, end in clauses_of(sentence)]
    going = [number for number, (words, _, _) in enumerate(clauses) if words in gone]
    if not going:
        return sentence
    mark = sentence[-1] if sentence[-1] in ".!?…" else ""
    before = sentence[: clauses[going[0] - 1][2]].rstrip(" ,;:—–-") if going[0] else ""
    if len(before.split()) >= 2 and not _OPENS.match(before) and not _LEANS.search(before):
        return before + mark
    after = sentence[clauses[going[-1] + 1][1] :] if going[-1] + 1 < len(clauses) else ""
    if own := _OWN.match(after):
        return after[own.start(1)].upper() + after[own.start(1) + 1 :]
    return ""
