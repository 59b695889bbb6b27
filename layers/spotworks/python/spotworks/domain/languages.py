"""Languages by their BCP 47 tags: what they are called, and in which letters they are written."""

import re

RULED = frozenset({"en", "ru"})
"""Those that are planned by rules; any other needs a language model."""

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*",
    re.IGNORECASE,
)
_NAMES = {
    "af": "Afrikaans", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali",
    "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish",
    "fil": "Filipino", "fr": "French", "ga": "Irish", "gl": "Galician", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese",
    "ka": "Georgian", "kk": "Kazakh", "ko": "Korean", "ky": "Kyrgyz", "lt": "Lithuanian", "lv": "Latvian",
    "mk": "Macedonian", "mn": "Mongolian", "ms": "Malay", "nb": "Norwegian", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian",
    "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "tg": "Tajik", "th": "Thai",
    "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
# ISO 15924. Of languages that are not here most are written in Latin letters.
_SCRIPTS = {
    **dict.fromkeys(("be", "bg", "ce", "cv", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "tt", "uk"), "Cyrl"),
    **dict.fromkeys(("ar", "fa", "ps", "sd", "ug", "ur"), "Arab"),
    **dict.fromkeys(("hi", "mr", "ne", "sa"), "Deva"),
    **dict.fromkeys(("he", "yi"), "Hebr"),
    "am": "Ethi", "bn": "Beng", "el": "Grek", "gu": "Gujr", "hy": "Armn", "ja": "Jpan", "ka": "Geor", "km": "Khmr",
    "kn": "Knda", "ko": "Kore", "lo": "Laoo", "ml": "Mlym", "my": "Mymr", "pa": "Guru", "si": "Sinh", "ta": "Taml",
    "te": "Telu", "th": "Thai", "ti": "Ethi", "yue": "Hant", "zh": "Hans",
}  # fmt: skip
_DRAWN = frozenset({"Latn", "Cyrl"})


def canonical(text: str) -> str:
    """A tag as it is written: "pt-BR". Regions of English and Russian are left out: rules plan both as one.

    Raises ValueError for what is no tag, and for a language in letters that the shipped fonts do not draw.
    """
    found = _TAG.fullmatch(text)
    if not found:
        raise ValueError('must be a BCP 47 tag such as "en", "ru", "de" or "pt-BR"')
    if found["language"].lower() in RULED:
        return found["language"].lower()
    written = (found["script"] or "").capitalize(), (found["region"] or "").upper()
    tag = "-".join([found["language"].lower(), *filter(None, written)])
    if script(tag) not in _DRAWN:
        raise ValueError(f"{named(tag)} cannot be drawn: the fonts here have Latin and Cyrillic letters only")
    return tag


def script(tag: str) -> str:
    """By ISO 15924: "Latn", "Cyrl"."""
    language, *more = tag.split("-")
    said = next((part for part in more if len(part) == 4), "")
    return said or _SCRIPTS.get(language, "Latn")


def named(tag: str) -> str:
    """In English: "German", "Portuguese (pt-BR)"; the tag itself for a language of no name here."""
    language = tag.partition("-")[0]
    name = _NAMES.get(language, f"the language {language!r} of BCP 47")
    return name if tag == language else f"{name} ({tag})"
