"""Words that tell a plan that says something from one that does not."""

import re

from spotworks.domain.writing import pieces

SLOP = re.compile(
    r"(?<!\w)(?:[48]k|uhd|masterpiece|best quality|high(?:est)? quality|ultra\w*|ultra[- ]\w+|hyper-?realis\w+|"
    r"photo-?realis\w+|(?:highly|insanely|intricately) detailed|trending on \w+|artstation|unreal engine|"
    r"octane(?: render)?|award[- ]winning|шедевр\w*|ультра\w*|гиперреалис\w+|фотореалис\w+|высочайш\w+ качеств\w+|"
    r"высок\w+ детализац\w+)(?!\w)",
    re.IGNORECASE,
)
CAMERA = re.compile(
    r"(?<!\w)(?:cameras?|camcorder|mirrorless|dslr|alexa|arri|venice|super ?(?:8|16|35)|16 ?mm film|35 ?mm film|imax|"
    r"камер\w*|аппарат\w*)(?!\w)",
    re.IGNORECASE,
)
LENS = re.compile(
    r"(?<!\w)(?:lens(?:es)?|\d{2,3} ?-?mm|anamorphic|f/\d|объектив\w*|\d{2,3} ?мм|анаморф\w*)(?!\w)", re.IGNORECASE
)
_PLACEHOLDER = re.compile(r"(?:n/?a|tbd|todo|none|null|string|\.+|-+|\?+|lorem ipsum.*|нет|текст)", re.IGNORECASE)
ASIDE = re.compile(
    r"\bas an ai\b|language model|(?:ignore|disregard) (?:all |the |any )?(?:previous|prior|above)|system prompt|"
    r"as you (?:asked|requested)|here (?:is|are) (?:the|your) (?:json|screenplay|strategy|script)|"
    r"как (?:ии|языковая модель)|системн\w+ промпт|игнорируй\w* (?:все |предыдущ)",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.\w{2,}|(?<![\w.])(?:[a-z0-9-]+\.)+(?:com|net|org|io|app|shop|store|ru|рф|"
    r"example|test|me|ly|co|de|info|biz|xyz|ai|dev|tech|site|online|club|link|page|live|cloud|eu|uk|fr|nl|pl|br|cz|ua|kz|"
    r"jp|us|tv|cc|gg|su|pro|top|vip|fun)(?![\w])|\+?\d[\d\s()-]{8,}\d",
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


def blank(text: str) -> bool:
    """No words, or what stands where words should be."""
    return not any(c.isalnum() for c in text) or _PLACEHOLDER.fullmatch(text.strip()) is not None


def says_nothing(text: str) -> bool:
    """Whether at most one word is left without those that fit anything."""
    words = [word for piece in pieces(_EMPTY.sub(" ", text)) for word in re.findall(r"\w+", piece)]
    return len([word for word in words if len(word) > 1]) < 2
