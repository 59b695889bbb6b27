"""Where Chinese, Japanese and Thai may break, by BudouX, which learned it from what people write."""

import functools
import re
from typing import Any

from spotworks.domain.languages import script
from spotworks.domain.writing import SEAM, unspaced

_PARSERS = {"Jpan": "japanese", "Hans": "simplified_chinese", "Hant": "traditional_chinese", "Thai": "thai"}

# Not beside a space, and not before a particle that ends a phrase of Chinese.
_LOOSE = re.compile(f"{SEAM}(?= )|(?<= ){SEAM}|{SEAM}(?=[了吗嗎呢吧的着著過过啊呀嘛們们](?:{SEAM}|\\W|$))")


def phrased(text: str, language: str) -> str:
    """The text with SEAM between its phrases, unless it has some already; as it is in any other language.

    domain.writing.pieces cuts at these, and keeps closing marks with the phrase before.
    """
    name = _PARSERS.get(script(language), "") if language else ""
    if not name or SEAM in text or not unspaced(text):
        return text
    return _LOOSE.sub("", SEAM.join(_parser(name).parse(text)))


@functools.cache
def _parser(name: str) -> Any:
    import budoux

    return getattr(budoux, f"load_default_{name}_parser")()
