"""The words in which clients ask for changes, in English and Russian, as patterns that match a whole clause."""

import re
from typing import Literal

Kind = Literal[
    "tempo", "look", "feeling", "music", "voice", "duration", "text", "lines", "drop", "show", "say", "write", "button",
    "replace", "redraw", "photo", "captions", "logo", "unclear",
]  # fmt: skip

# Words of a quality, each side with what means the same; "too X" and "less X" ask for the other side.
SIDES: dict[tuple[Kind, str, str], tuple[str, str]] = {
    ("tempo", "slower", "faster"): (
        r"slow(?:er)?(?: down)?|unhurried|(?:less|not so) hectic|медленн(?:ее|ей|о)|помедленнее|плавнее|неспешн\w+",
        r"fast(?:er)?|quick(?:er)?|speed up|snapp(?:y|ier)|punch(?:y|ier)|dynamic|быстр(?:ее|ей|о)|побыстрее"
        r"|динамичн\w+",
    ),
    ("look", "warmer", "cooler"): (
        r"warm(?:er)?(?: (?:colou?rs|light|tones|look))?|т[её]пл(?:ее|ей|о)|потеплее|т[её]плые (?:цвета|тона)",
        r"cool(?:er)?(?: (?:colou?rs|light|tones|look))?|cold(?:er)?|холодн(?:ее|ей|о)"
        r"|похолоднее|холодные (?:цвета|тона)",
    ),
    ("look", "brighter", "darker"): (
        r"bright(?:er)?|light(?:er)?|светл(?:ее|ей|о)|посветлее|ярч?(?:е|ко)|поярче",
        r"dark(?:er)?|т[её]мн(?:ее|ей|о)|потемнее|мрачн(?:ее|ей|о)",
    ),
    ("duration", "shorter", "longer"): (
        r"short(?:er|en)?|cut (?:it )?down|короче|покороче|сократи(?:те|ть)?|короткое?",
        r"long(?:er)?|lengthen|длинн(?:ее|ей|о)|подлиннее|удлини(?:те|ть)?",
    ),
}  # fmt: skip

FEELINGS = {
    "calm": r"calm(?:er)?|relax(?:ed|ing)|soft(?:er)?|gentl(?:e|er)|спокойн\w*|поспокойнее|расслабл\w+|мягче",
    "uplifting": r"happ(?:y|ier)|cheer(?:ful|ier)|upbeat|uplifting|energetic"
                 r"|радостн\w*|весел\w+|повеселее|бодр\w*|энергичн\w*",
    "playful": r"playful|fun(?:ny|nier)?|игрив\w*|забавн\w*|смешн\w*",
    "epic": r"epic|dramatic|grand(?:er)?|эпичн\w*|драматичн\w*|торжественн\w*",
    "tense": r"tense|suspenseful|напряж[её]нн\w*|тревожн\w*",
    "warm": r"co[sz]y|co[sz]ier|intimate|warm(?:er)? (?:mood|feeling)|уютн\w*|душевн\w*",
}  # fmt: skip

_ANOTHER = r"another|other|different|new|change|друг\w+|смени(?:те|ть)?|поменяй(?:те)?"
_NONE = r"no|without|remove|drop|turn off|убери(?:те)?|убрать|без|отключи(?:те)?"
QUOTE = r"([\ue000-\uf8ff])"  # a quotation, in one letter

# What fills a clause without asking for anything.
FILLERS = re.compile(
    r"\b(?:please|can|could|would|you|i'?d|i|we|want|like|make|made|it|it's|be|is|a bit|bit|a little|little|slightly|"
    r"much|very|more|the|this|video|ad|spot|film|should|let'?s|also|just|overall|everything|whole|to be|a|an|and|but|"
    r"пожалуйста|сделай(?:те)?|сделать|чуть(?:-чуть)?|немного|более|больше|видео|ролик|вс[её]|хочу|хотим|хотелось|бы|"
    r"можно|надо|нужно|пусть|будет|ещ[её]|очень|его|и|а|но|также|был[оаи]?|в целом)\b|^по(?=\s)",
    re.IGNORECASE,
)  # fmt: skip

ORDINALS = {
    "first|opening|перв|начальн": 1, "second|втор": 2, "third|трет": 3, "fourth|четв[её]рт": 4, "fifth|пят": 5,
    "sixth|шест": 6, "seventh|седьм": 7, "eighth|восьм": 8, "ninth|девят": 9, "tenth|десят": 10,
    "last|final|closing|последн|финальн": -1,
}  # fmt: skip
_ORDINAL = "|".join(ORDINALS)
_AT = r"(?:\b(?:in|on|at|from|of|for|into|во?|из|на|для|у)\s+)?(?:the\s+)?"
SCENES = re.compile(
    rf"{_AT}(?:\b(?:scenes?|shots?|сцен\w*|кадр\w*)\s*(?:no\.?\s*|number\s*|#|№\s*)?"
    r"(?P<numbers>\d+(?:\s*(?:,|and|&|и)\s*\d+)*)"
    r"|\b(?P<number>\d+)(?:st|nd|rd|th|-?(?:й|я|ю|е|ой|ую|ей|ью))?\s+(?:scene|shot|сцен\w*|кадр\w*)"
    rf"|\b(?P<ordinal>{_ORDINAL})\w*\s+(?:scene|shot|сцен\w*|кадр\w*)"
    r"|(?P<card>\bend card\b|\bзаставк\w*))",
    re.IGNORECASE,
)

_SHOW = r"show|add|include|focus on|close-?up of|let us see|покажи(?:те)?|показать|добавь(?:те)?|крупным планом|крупно"
_SAY = r"say|the line|line|voice-?over|скажи(?:те)?|сказать|реплика|произнеси(?:те)?"
_WRITE = r"write|text|headline|title|caption|напиши(?:те)?|текст|заголовок|надпись"
EXACT: tuple[tuple[Kind, str, str], ...] = (
    ("text", "none", rf"(?:{_NONE}) (?:on-?screen )?(?:text|текст\w*|надпис\w*)"),
    ("text", "less", r"(?:less|fewer|меньше) (?:on-?screen )?(?:text|words on (?:the )?screen|текст\w*|надпис\w*)"),
    ("lines", "less", r"(?:less|fewer) (?:talking|talk|words|voice-?over|speech)|(?:say|talk) less"
                      r"|shorter lines|меньше (?:слов|говор\w*|речи|озвучки)"),
    ("drop", "", r"drop|remove|delete|cut(?: out)?|lose|skip|without|take out|get rid of"
                 r"|убери(?:те)?|убрать|удали(?:те|ть)?|выкинь(?:те)?|вырежи(?:те)?|без"),
    ("redraw", "", r"(?:draw|do) again|re-?draw|redo|(?:another|different|new) (?:picture|image)"
                   r"|перерисуй(?:те)?|перерисовать|друг\w+ картинк\w*|нов\w+ картинк\w*"),
)  # fmt: skip
VALUED: tuple[tuple[Kind, str], ...] = (
    ("duration", r"(?:(?:cut|shorten|down|to|сократи(?:те)?|до)\s+)*(\d{1,4})[\s-]*"
                 r"(?:s|secs?|seconds?|с|сек|секунд\w*)(?: long)?"),
    ("photo", r"(?:use|show|take|покажи(?:те)?|возьми(?:те)?) (?:photo|picture|image|фото|картинку) (\d)"),
    ("button", rf"(?:button|call to action|cta|кнопк\w*):? {QUOTE}"),
    ("say", rf"(?:{_SAY}):? {QUOTE}(?: instead| вместо этого)?"),
    ("write", rf"(?:{_WRITE}):? {QUOTE}(?: instead| вместо этого)?"),
    ("say", r"(?:say|скажи(?:те)?):? ([^\ue000-\uf8ff]+?)(?: instead| вместо этого)?"),
    ("show", rf"(?:{_SHOW}) (?:the |a |an )?(?!music|text|captions)([^\ue000-\uf8ff]+)"),
)  # fmt: skip
SWAPS = (
    (rf"(?:replace|change|замени(?:те|ть)?) {QUOTE} (?:with|by|to|into|на) {QUOTE}", (1, 2)),
    (rf"(?:instead of|вместо) {QUOTE} (?:{_SAY}|{_WRITE}) {QUOTE}", (1, 2)),
    (rf"(?:{_SAY}|{_WRITE}) {QUOTE} (?:instead of|вместо) {QUOTE}", (2, 1)),
)
_VOICES = {
    "deep": r"male|man'?s?|deep(?:er)?|low(?:er)?|мужск\w+|ниже|пониже",
    "light": r"female|woman'?s?|high(?:er)?|light(?:er)?|женск\w+|выше|повыше",
    "another": _ANOTHER,
}
_CAPTIONS = {
    "none": _NONE, "karaoke": r"karaoke|караоке", "shorts": r"big(?:ger)?|large(?:r)?|крупн\w+|покрупнее|больше",
    "minimal": r"small(?:er)?|minimal|мелк\w+|поменьше|меньше",
}  # fmt: skip
_LOGOS = {
    "bigger": r"big(?:ger)?|large(?:r)?|increase|крупн\w+|покрупнее|больше|побольше|увеличь(?:те)?",
    "smaller": r"small(?:er)?|reduce|меньше|поменьше|мелк\w+|уменьши(?:те)?",
}
_TEMPI = {value: pattern for (kind, *values), sides in SIDES.items() if kind == "tempo"
          for value, pattern in zip(values, sides, strict=True)}  # fmt: skip
ABOUT: tuple[tuple[Kind, str, dict[str, str]], ...] = (
    ("music", r"music|soundtrack|музык\w*|мелоди\w+", {"another": _ANOTHER, **_TEMPI, **FEELINGS}),
    ("voice", r"voice|narrator|speaker|голос\w*|диктор\w*", _VOICES),
    ("captions", r"captions|subtitles|субтитр\w*", _CAPTIONS),
    ("logo", r"logo|логотип\w*|лого", _LOGOS),
)
