"""What every strategy and every screenplay has to pass, whoever wrote it; a failure is told to the writer by name."""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from spotworks.domain.base import Frozen
from spotworks.domain.brief import Brief
from spotworks.domain.continuity import breaks
from spotworks.domain.screenplay import Scene, Screenplay, Strategy

MAX_SCENES = 40
HEADLINE, KICKER, DETAIL, BUTTON = 40, 24, 70, 22  # characters that the pictures have room for
_LONGEST = 600  # characters of one field of a strategy
_SHORTEST = Fraction(1, 2)  # seconds of a scene that can be seen
_LETTERS = 20  # a second, beyond which no voice is understood
_SILENCE = Fraction(1, 10)  # of a scene, at least

_SLOP = re.compile(
    r"(?<!\w)(?:[48]k|uhd|masterpiece|best quality|high(?:est)? quality|ultra\w*|ultra[- ]\w+|hyper-?realis\w+|"
    r"photo-?realis\w+|(?:highly|insanely|intricately) detailed|trending on \w+|artstation|unreal engine|"
    r"octane(?: render)?|award[- ]winning|шедевр\w*|ультра\w*|гиперреалис\w+|фотореалис\w+|высочайш\w+ качеств\w+|"
    r"высок\w+ детализац\w+)(?!\w)",
    re.IGNORECASE,
)
_CAMERA = re.compile(
    r"(?<!\w)(?:cameras?|camcorder|mirrorless|dslr|alexa|arri|venice|super ?(?:8|16|35)|16 ?mm film|35 ?mm film|imax|"
    r"камер\w*|аппарат\w*)(?!\w)",
    re.IGNORECASE,
)
_LENS = re.compile(
    r"(?<!\w)(?:lens(?:es)?|\d{2,3} ?-?mm|anamorphic|f/\d|объектив\w*|\d{2,3} ?мм|анаморф\w*)(?!\w)", re.IGNORECASE
)
_PLACEHOLDER = re.compile(r"(?:n/?a|tbd|todo|none|null|string|\.+|-+|\?+|lorem ipsum.*|нет|текст)", re.IGNORECASE)
_ASIDE = re.compile(
    r"\bas an ai\b|language model|(?:ignore|disregard) (?:all |the |any )?(?:previous|prior|above)|system prompt|"
    r"as you (?:asked|requested)|here (?:is|are) (?:the|your) (?:json|screenplay|strategy|script)|"
    r"как (?:ии|языковая модель)|системн\w+ промпт|игнорируй\w* (?:все |предыдущ)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.\w{2,}|(?<![\w.])(?:[a-z0-9-]+\.)+(?:com|net|org|io|app|shop|store|ru|рф|"
    r"example|test|me|ly|co|de|info|biz|xyz)(?![\w])|\+?\d[\d\s()-]{8,}\d",
    re.IGNORECASE,
)
# Words that could stand in any strategy for anything: what is left without them is what it says.
_EMPTY = re.compile(
    r"(?<!\w)(?:a|an|the|and|or|of|to|in|on|for|with|that|which|this|it|its|is|are|be|will|by|as|at|from|our|your|"
    r"their|very|more|most|who|all|"
    r"engag\w*|compel\w*|captivat\w*|stunning|amazing|unique\w*|innovat\w*|visual\w*|powerful\w*|memorable|audience\w*|"
    r"viewer\w*|brand\w*|product\w*|stor(?:y|ies)|storytelling|message\w*|journey|experience\w*|quality|beautiful\w*|"
    r"creativ\w*|dynamic\w*|emotion\w*|impact\w*|showcas\w*|highlight\w*|feature\w*|benefit\w*|video\w*|ad|ads|"
    r"attention|interest\w*|narrativ\w*|concept\w*|modern|professional\w*|connect\w*|inspir\w*|great|good|best|"
    r"и|в|на|с|для|что|это|как|к|по|от|из|о|наш\w*|ваш\w*|котор\w*|очень|все\w*|"
    r"уникальн\w*|качеств\w*|интересн\w*|яркий|яркая|яркое|яркие|современн\w*|инновац\w*|зрител\w*|аудитори\w*|бренд\w*|"
    r"продукт\w*|истори\w*|вдохнов\w*|эмоци\w*|впечатл\w*|захватыва\w*|увлекательн\w*|рекламн\w*|видео|ролик\w*|"
    r"преимуществ\w*|внимани\w*|концепци\w*)(?!\w)",
    re.IGNORECASE,
)
_CYRILLIC, _LATIN = re.compile(r"[а-яё]", re.IGNORECASE), re.compile(r"[a-z]", re.IGNORECASE)


class Failed(Frozen):
    """check: its name; where: the field or the scene ("scene 3: headline"); words: what is wrong, for the writer."""

    check: str
    where: str
    words: str

    def __str__(self) -> str:
        return f"{self.check} ({self.where}): {self.words}"


def language_of(brief: Brief) -> str:
    """The language of the copy: the brief's, except that a Russian prompt makes a Russian spot."""
    text = f"{brief.prompt} {brief.title} {brief.description}"
    return "ru" if len(_CYRILLIC.findall(text)) > len(_LATIN.findall(text)) else brief.language


def strategy_failures(strategy: Strategy, brief: Brief) -> tuple[Failed, ...]:
    """brief: its own words are never slop, and its language is the strategy's."""
    return tuple(_of_strategy(strategy, brief))


def _of_strategy(strategy: Strategy, brief: Brief) -> Iterator[Failed]:
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
    missing = [name for name, known in (("camera", _CAMERA), ("lens", _LENS)) if not known.search(look)]
    if missing and not blank(look):
        yield Failed(check="camera", where="visual_language", words=f"names no {' and no '.join(missing)}")
    yield from _slop((told | filmed).items(), brief)
    yield from _scripts(told.items(), language_of(brief), brief)


def screenplay_failures(play: Screenplay, brief: Brief) -> tuple[Failed, ...]:
    return tuple(_of_screenplay(play, brief))


def _of_screenplay(play: Screenplay, brief: Brief) -> Iterator[Failed]:
    count, total = len(play.scenes), sum((scene.duration for scene in play.scenes), Fraction(0))
    if not 1 <= count <= MAX_SCENES:
        yield Failed(check="scenes", where="scenes", words=f"{count} of them; 1 to {MAX_SCENES} can be made")
        return
    if total != brief.duration or play.duration != brief.duration:
        yield Failed(check="durations", where="scenes", words=f"add up to {float(total):g} s, not {brief.duration} s")
    for scene in play.scenes:
        if scene.duration < _SHORTEST:
            yield Failed(check="durations", where=_at(scene), words=f"{float(scene.duration):g} s is too short to see")
        yield from _of_scene(scene, brief)
    if not any(scene.voice_over or any(_written(scene).values()) for scene in play.scenes):
        yield Failed(check="says-nothing", where="scenes", words="nothing is said and nothing is written")
    yield from _twice(play)
    for index, words in breaks(play):
        yield Failed(check="continuity", where=f"scene {index + 1}: visual prompt", words=words)
    yield from _scripts(_copy(play), language_of(brief), brief)


def _of_scene(scene: Scene, brief: Brief) -> Iterator[Failed]:
    at, said = _at(scene), " ".join(scene.voice_over)
    if blank(scene.visual_prompt):
        yield Failed(check="empty", where=f"{at}: visual prompt", words="says nothing to show")
    limits = {"headline": HEADLINE, "kicker": KICKER, "detail": DETAIL, "button": BUTTON}
    for name, text in _written(scene).items():
        if len(text) > limits[name]:
            yield Failed(check="length", where=f"{at}: {name}", words=f"{len(text)} characters; {limits[name]} at most")
    letters, room = sum(c.isalnum() for c in said), scene.duration * (1 - _SILENCE) * _LETTERS
    if letters > room:
        words = f"{letters} letters in {float(scene.duration):g} s; {int(room)} at most"
        yield Failed(check="voice-fits", where=f"{at}: voice", words=words)
    if any(line and blank(line) for line in scene.voice_over):
        yield Failed(check="empty", where=f"{at}: voice", words="a line that says nothing")
    prompts = ("visual_prompt", "motion_prompt", "audio_prompt")
    asked = {f"{at}: {name.replace('_', ' ')}": getattr(scene, name) for name in prompts}
    yield from _slop(asked.items(), brief)
    for where, text in asked.items():
        if _CYRILLIC.search(text):
            yield Failed(check="language", where=where, words="prompts are in English, names in Latin letters")
    for name, text in (("voice", said), *_written(scene).items()):
        if found := _ASIDE.search(text):
            yield Failed(check="aside", where=f"{at}: {name}", words=f"{found[0]!r} is no line of an advertisement")
        for address in _ADDRESS.findall(text):
            if not _given(address, brief):
                yield Failed(check="address", where=f"{at}: {name}", words=f"{address!r} is not in the brief")


def _twice(play: Screenplay) -> Iterator[Failed]:
    """A line said again, or two neighbours that show the same."""
    said: dict[str, int] = {}
    for scene in play.scenes:
        for line in scene.voice_over:
            key = "".join(c for c in line.lower() if c.isalnum())
            first = said.setdefault(key, scene.index)
            if first != scene.index and len(key) > 12:  # a name and "Come in." may come again
                words = f"{line[:60]!r} was said in scene {first + 1}"
                yield Failed(check="duplicate", where=f"{_at(scene)}: voice", words=words)


def _slop(fields: Iterable[tuple[str, str]], brief: Brief) -> Iterator[Failed]:
    own = f"{brief.brand} {brief.title} {brief.prompt} {brief.description} {brief.audience} {brief.tone}".lower()
    for where, text in fields:
        for found in dict.fromkeys(hit.lower() for hit in _SLOP.findall(text)):
            if found not in own:
                yield Failed(
                    check="slop", where=where, words=f"{found!r} asks for nothing that can be seen; describe it"
                )


def _scripts(fields: Iterable[tuple[str, str]], language: str, brief: Brief) -> Iterator[Failed]:
    """Whether texts are in the script of their language; names of the brief may be in another."""
    own = set(re.findall(r"\w+", f"{brief.brand} {brief.title} {brief.prompt} {brief.call_to_action}".lower()))
    wrong, right = (_LATIN, _CYRILLIC) if language == "ru" else (_CYRILLIC, _LATIN)
    for where, text in fields:
        words = [word for word in re.findall(r"\w+", text) if word.lower() not in own]
        foreign = [word for word in words if wrong.search(word)]
        if len(foreign) > 2 and len(foreign) > sum(bool(right.search(word)) for word in words):
            spoken = {"ru": "Russian", "en": "English"}.get(language, language)
            yield Failed(check="language", where=where, words=f"is not in {spoken}")


def _copy(play: Screenplay) -> Iterator[tuple[str, str]]:
    for scene in play.scenes:
        yield f"{_at(scene)}: voice", " ".join(scene.voice_over)
        for name, text in _written(scene).items():
            yield f"{_at(scene)}: {name}", text


def _written(scene: Scene) -> dict[str, str]:
    text = scene.text
    return {"kicker": text.kicker, "headline": text.headline, "detail": text.detail, "button": text.button}


def _given(address: str, brief: Brief) -> bool:
    """Whether the brief itself names an address or a number, or the page's host."""
    told = (brief.prompt, brief.title, brief.description, brief.call_to_action, brief.brand, brief.url or "")
    own = " ".join(told).lower()
    if not re.search(r"[a-zа-я]", address, re.IGNORECASE):
        return re.sub(r"\D", "", address) in re.sub(r"\D", "", own)
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", address.lower()).rstrip("/.,!?)")
    return bare in own


def _at(scene: Scene) -> str:
    return f"scene {scene.index + 1}"


def blank(text: str) -> bool:
    """No words, or what stands where words should be."""
    return not any(c.isalnum() for c in text) or _PLACEHOLDER.fullmatch(text.strip()) is not None


def says_nothing(text: str) -> bool:
    """Whether at most one word is left without those that fit anything."""
    return len([word for word in re.findall(r"\w+", _EMPTY.sub(" ", text)) if len(word) > 1]) < 2
