"""Languages by their BCP 47 tags: what they are called, and in which letters they are written."""

import re

from pydantic import Field

from spotworks.domain.base import Frozen

RULED = frozenset({"en", "ru"})
"""Those that are planned by rules; any other needs a language model."""

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*",
    re.IGNORECASE,
)
_NAMES = {
    "af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian",
    "bn": "Bengali", "bo": "Tibetan", "bs": "Bosnian", "ca": "Catalan", "ckb": "Kurdish", "cs": "Czech", "cy":
    "Welsh", "da": "Danish", "de": "German", "dv": "Dhivehi", "el": "Greek", "en": "English", "es": "Spanish", "et":
    "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fil": "Filipino", "fr": "French", "ga": "Irish",
    "gl": "Galician", "gu": "Gujarati", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy":
    "Armenian", "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk":
    "Kazakh", "km": "Khmer", "kn": "Kannada", "ko": "Korean", "ky": "Kyrgyz", "lo": "Lao", "lt": "Lithuanian", "lv":
    "Latvian", "mk": "Macedonian", "ml": "Malayalam", "mn": "Mongolian", "mr": "Marathi", "ms": "Malay", "my":
    "Burmese", "nb": "Norwegian", "ne": "Nepali", "nl": "Dutch", "no": "Norwegian", "or": "Odia", "pa": "Punjabi",
    "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sd": "Sindhi", "si":
    "Sinhala", "sk": "Slovak", "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw":
    "Swahili", "ta": "Tamil", "te": "Telugu", "tg": "Tajik", "th": "Thai", "ti": "Tigrinya", "tr": "Turkish", "ug":
    "Uyghur", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese", "yi": "Yiddish", "yue":
    "Cantonese", "zh": "Chinese",
}  # fmt: skip
# ISO 15924. Of languages that are not here most are written in Latin letters.
_SCRIPTS = {
    **dict.fromkeys(("be", "bg", "ce", "cv", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "tt", "uk"), "Cyrl"),
    **dict.fromkeys(("ar", "ckb", "fa", "ps", "sd", "ug", "ur"), "Arab"),
    **dict.fromkeys(("bho", "hi", "kok", "mai", "mr", "ne", "sa"), "Deva"),
    **dict.fromkeys(("he", "yi"), "Hebr"),
    "am": "Ethi", "bn": "Beng", "el": "Grek", "gu": "Gujr", "hy": "Armn", "ja": "Jpan", "ka": "Geor", "km": "Khmr",
    "kn": "Knda", "ko": "Kore", "lo": "Laoo", "ml": "Mlym", "my": "Mymr", "or": "Orya", "pa": "Guru", "si": "Sinh",
    "ta": "Taml", "te": "Telu", "th": "Thai", "ti": "Ethi", "yue": "Hant", "zh": "Hans", "bo": "Tibt", "dz": "Tibt",
    "dv": "Thaa", "syr": "Syrc", "chr": "Cher", "iu": "Cans", "sat": "Olck", "ii": "Yiii", "zgh": "Tfng", "nqo": "Nkoo",
}  # fmt: skip
_TRADITIONAL = {"TW", "HK", "MO"}


def canonical(text: str) -> str:
    """A tag as it is written: "pt-BR". Regions of English and Russian are left out: rules plan both as one.

    Raises ValueError for what is no tag.
    """
    found = _TAG.fullmatch(text)
    if not found:
        raise ValueError('must be a BCP 47 tag such as "en", "ru", "de" or "pt-BR"')
    if found["language"].lower() in RULED:
        return found["language"].lower()
    written = (found["script"] or "").capitalize(), (found["region"] or "").upper()
    return "-".join([found["language"].lower(), *filter(None, written)])


def script(tag: str) -> str:
    """By ISO 15924: "Latn", "Cyrl"; of Chinese "Hans" or "Hant", by its region where it has one."""
    language, *more = tag.split("-")
    said = next((part for part in more if len(part) == 4), "")
    if language == "zh" and not said and _TRADITIONAL & set(more):
        return "Hant"
    return said or _SCRIPTS.get(language, "Latn")


def named(tag: str) -> str:
    """In English: "German", "Portuguese (pt-BR)"; the tag itself for a language of no name here."""
    language = tag.partition("-")[0]
    name = _NAMES.get(language, f"the language {language!r} of BCP 47")
    return name if tag == language else f"{name} ({tag})"


class Voices(Frozen):
    """The languages that a voice speaks, by primary part or whole tag.

    names: what the voice calls a language, where that is not its tag; weak: what is wrong with those it speaks badly.
    """

    languages: frozenset[str]
    names: dict[str, str] = Field(default_factory=dict)
    weak: dict[str, str] = Field(default_factory=dict)

    def of(self, tag: str) -> str:
        """Its own name for the language; "" if it does not speak it."""
        found = next((part for part in (tag, tag.partition("-")[0]) if part in self.languages | self.names.keys()), "")
        return self.names.get(found, found)

    def warning(self, tag: str) -> str:
        return self.weak.get(tag.partition("-")[0], "")
