"""What every strategy and every screenplay has to pass, whoever wrote it; a failure is told to the writer by name."""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from spotworks.domain.base import Frozen
from spotworks.domain.brief import Brief
from spotworks.domain.continuity import breaks
from spotworks.domain.languages import RULED, named, script
from spotworks.domain.research import Research
from spotworks.domain.screenplay import Scene, Screenplay, Strategy
from spotworks.domain.speech import spelled
from spotworks.domain.wording import ADDRESS, ASIDE, CAMERA, LENS, SLOP, blank, says_nothing
from spotworks.domain.writing import columns, pieces, scripts_of

MAX_SCENES = 40
HEADLINE, KICKER, DETAIL, BUTTON = 40, 24, 70, 22  # columns that the pictures have room for
_LONGEST = 600  # characters of one field of a strategy
_SHORTEST = Fraction(1, 2)  # seconds of a scene that can be seen
_LETTERS = 20  # a second, beyond which no voice is understood
_SILENCE = Fraction(1, 10)  # of a scene, at least

_CYRILLIC, _LATIN = re.compile(r"[а-яё]", re.IGNORECASE), re.compile(r"[a-z]", re.IGNORECASE)
# Words without which nobody writes English, and which no other language in Latin letters has.
_ENGLISH = re.compile("the|and|with|your|you|that|this|every|from", re.IGNORECASE)


class Failed(Frozen):
    """check: its name; where: the field or the scene ("scene 3: headline"); words: what is wrong, for the writer."""

    check: str
    where: str
    words: str

    def __str__(self) -> str:
        return f"{self.check} ({self.where}): {self.words}"


def language_of(brief: Brief) -> str:
    """The language of the copy: the brief's, except that a Russian prompt makes a Russian spot of an English one."""
    if brief.language not in RULED:
        return brief.language
    text = f"{brief.prompt} {brief.title} {brief.description}"
    return "ru" if len(_CYRILLIC.findall(text)) > len(_LATIN.findall(text)) else brief.language


def strategy_failures(strategy: Strategy, brief: Brief, research: Research | None = None) -> tuple[Failed, ...]:
    """brief, research: their own words are never slop; the brief's language is the strategy's."""
    return tuple(_of_strategy(strategy, language_of(brief), _own(brief, research)))


def _of_strategy(strategy: Strategy, language: str, own: str) -> Iterator[Failed]:
    told = {name: getattr(strategy, name) for name in ("concept", "narrative_arc", "hook", "audience")}
    filmed = {name: getattr(strategy, name) for name in ("visual_language", "mood", "lighting", "camera")}
    for field, text in (told | filmed).items():
        if blank(text):
            yield Failed(check="empty", where=field, words="says nothing; write it out")
        elif len(text) > _LONGEST:
            yield Failed(check="length", where=field, words=f"{len(text)} characters; {_LONGEST} at most")
    for field in ("concept", "narrative_arc", "hook"):
        if not blank(told[field]) and says_nothing(told[field]):
            yield Failed(check="says-nothing", where=field, words="would fit any product; say what is true of this one")
    look = strategy.visual_language
    missing = [name for name, known in (("camera", CAMERA), ("lens", LENS)) if not known.search(look)]
    if missing and not blank(look):
        yield Failed(check="camera", where="visual_language", words=f"names no {' and no '.join(missing)}")
    yield from _slop((told | filmed).items(), own)
    yield from _scripts(told.items(), language, own)


def screenplay_failures(play: Screenplay, brief: Brief, research: Research | None = None) -> tuple[Failed, ...]:
    """As `strategy_failures`. An address or a number of the page is told only by rules, which quote and obey nobody."""
    own = _own(brief, research)
    return tuple(_of_screenplay(play, brief, own, given=own if play.writer == "local" else _own(brief, None)))


def _of_screenplay(play: Screenplay, brief: Brief, own: str, given: str) -> Iterator[Failed]:
    count, total = len(play.scenes), sum((scene.duration for scene in play.scenes), Fraction(0))
    if not 1 <= count <= MAX_SCENES:
        yield Failed(check="scenes", where="scenes", words=f"{count} of them; 1 to {MAX_SCENES} can be made")
        return
    if total != brief.duration or play.duration != brief.duration:
        yield Failed(check="durations", where="scenes", words=f"add up to {float(total):g} s, not {brief.duration} s")
    for scene in play.scenes:
        if scene.duration < _SHORTEST:
            yield Failed(check="durations", where=_at(scene), words=f"{float(scene.duration):g} s is too short to see")
        yield from _of_scene(scene, own)
        yield from _strange(scene, given)
        if play.writer == "model":  # rules ask for nothing that the brief or the page does not say
            for where, text in _prompts(scene).items():
                yield from _addresses(where, text, given)
    if play.writer == "model":
        yield from _addresses("title", play.title, given)
    if not any(scene.voice_over or any(_written(scene).values()) for scene in play.scenes):
        yield Failed(check="says-nothing", where="scenes", words="nothing is said and nothing is written")
    yield from _twice(play)
    for index, words in breaks(play):
        yield Failed(check="continuity", where=f"scene {index + 1}: visual prompt", words=words)
    yield from _scripts(_copy(play), language_of(brief), own)


def _of_scene(scene: Scene, own: str) -> Iterator[Failed]:
    at, said = _at(scene), " ".join(scene.voice_over)
    if blank(scene.visual_prompt):
        yield Failed(check="empty", where=f"{at}: visual prompt", words="says nothing to show")
    limits = {"headline": HEADLINE, "kicker": KICKER, "detail": DETAIL, "button": BUTTON}
    for name, text in _written(scene).items():
        if columns(text) > limits[name]:
            most = limits[name] * len(text) // columns(text)
            yield Failed(check="length", where=f"{at}: {name}", words=f"{len(text)} characters; {most} at most")
    letters, room = sum(c.isalnum() for c in said), scene.duration * (1 - _SILENCE) * _LETTERS
    sounds = spelled(said) + sum(c.isdigit() for c in said)
    if sounds > room:
        words = f"{letters} letters in {float(scene.duration):g} s; {int(float(room) * letters / sounds)} at most"
        yield Failed(check="voice-fits", where=f"{at}: voice", words=words)
    if any(line and blank(line) for line in scene.voice_over):
        yield Failed(check="empty", where=f"{at}: voice", words="a line that says nothing")
    asked = _prompts(scene)
    yield from _slop(asked.items(), own)
    for where, text in asked.items():
        if scripts_of(text, "en") - {"Latn"}:
            yield Failed(check="language", where=where, words="prompts are in English, names in Latin letters")


def _prompts(scene: Scene) -> dict[str, str]:
    names = ("visual_prompt", "motion_prompt", "audio_prompt")
    return {f"{_at(scene)}: {name.replace('_', ' ')}": getattr(scene, name) for name in names}


def _strange(scene: Scene, given: str) -> Iterator[Failed]:
    """What nobody asked to be told: addresses and numbers from elsewhere, words of an assistant."""
    for name, text in (("voice", " ".join(scene.voice_over)), *_written(scene).items()):
        found = ASIDE.search(text)
        if found and found[0].lower() not in given:
            words = f"{found[0]!r} is no line of an advertisement"
            yield Failed(check="aside", where=f"{_at(scene)}: {name}", words=words)
        yield from _addresses(f"{_at(scene)}: {name}", text, given)


def _addresses(where: str, text: str, given: str) -> Iterator[Failed]:
    for address in ADDRESS.findall(text):
        if not _given(address, given):
            yield Failed(check="address", where=where, words=f"{address!r} is not in the brief")


def _twice(play: Screenplay) -> Iterator[Failed]:
    """A line said again, or written large in two scenes; the last may come back to what the film opened on."""
    said: dict[str, int] = {}
    large: dict[str, int] = {_letters(play.brand): len(play.scenes), "": len(play.scenes)}
    for scene in play.scenes:
        first = large.setdefault(_letters(scene.text.headline), scene.index)
        if first < scene.index < len(play.scenes) - 1:
            words = f"{scene.text.headline!r} was written large in scene {first + 1}"
            yield Failed(check="duplicate", where=f"{_at(scene)}: headline", words=words)
        for line in scene.voice_over:
            key = _letters(line)
            first = said.setdefault(key, scene.index)
            if first != scene.index and len(key) > 12:  # a name and "Come in." may come again
                words = f"{line[:60]!r} was said in scene {first + 1}"
                yield Failed(check="duplicate", where=f"{_at(scene)}: voice", words=words)


def _letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def _slop(fields: Iterable[tuple[str, str]], own: str) -> Iterator[Failed]:
    for where, text in fields:
        for found in dict.fromkeys(hit.lower() for hit in SLOP.findall(text)):
            if found not in own:
                yield Failed(
                    check="slop", where=where, words=f"{found!r} asks for nothing that can be seen; describe it"
                )


def _scripts(fields: Iterable[tuple[str, str]], language: str, own: str) -> Iterator[Failed]:
    """Whether texts are in the script of their language, and not in English instead of another; names of the brief and
    the page may be in any."""
    names, own_script = set(re.findall(r"\w+", own)), {script(language)}
    for where, text in fields:
        told = [word for piece in pieces(text) for word in re.findall(r"\w+", piece)]
        words = [word for word in told if word.lower() not in names]
        written = [scripts_of(word, language) for word in words]
        foreign = sum(bool(found - own_script) for found in written)
        is_other = foreign > max(2, sum(own_script <= found for found in written))
        english = [word for word in words if _ENGLISH.fullmatch(word)] if language != "en" else []
        if is_other or (len(english) > 1 and len(english) * 8 > len(words)):
            yield Failed(check="language", where=where, words=f"is not in {named(language)}")


def _copy(play: Screenplay) -> Iterator[tuple[str, str]]:
    for scene in play.scenes:
        yield f"{_at(scene)}: voice", " ".join(scene.voice_over)
        for name, text in _written(scene).items():
            yield f"{_at(scene)}: {name}", text


def _written(scene: Scene) -> dict[str, str]:
    text = scene.text
    return {"kicker": text.kicker, "headline": text.headline, "detail": text.detail, "button": text.button}


def _own(brief: Brief, research: Research | None) -> str:
    """What the client says, and the page where there is one, in lower case."""
    told = (
        brief.prompt, brief.title, brief.description, brief.call_to_action, brief.brand, brief.url or "",
        brief.audience, brief.tone,
    )  # fmt: skip
    page = (research.title, research.brand, research.description, *research.features, research.text) if research else ()
    return " ".join((*told, *page)).lower()


def _given(address: str, own: str) -> bool:
    """Whether an address, or a number, is named there."""
    if not re.search(r"[a-zа-я]", address, re.IGNORECASE):
        return re.sub(r"\D", "", address) in re.sub(r"\D", "", own)
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", address.lower()).rstrip("/.,!?)")
    return bare in own


def _at(scene: Scene) -> str:
    return f"scene {scene.index + 1}"
