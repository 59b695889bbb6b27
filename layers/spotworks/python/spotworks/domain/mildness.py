"""What a vendor's moderation refused, in milder words: the picture stays, what filters stumble over goes.

Pure and the same for every vendor: filters look for bodies, harm, children, celebrities and brands, mostly by word.
"""

import re

# Our own, 2026-11: words that ads hold in good faith and that filters take for something else, with what says the same.
_MILDER = {
    r"\b(?:shots?|shoot(?:s|ing)?)\b": "view",
    r"\b(?:kill(?:s|er|ing)?|deadly|lethal)\b": "strong",
    r"\b(?:explo(?:des?|ding|sions?)|blast(?:s|ing)?)\b": "burst",
    r"\b(?:bloody|blood)\b": "red",
    r"\b(?:sexy|seductive|sensual|provocative)\b": "elegant",
    r"\b(?:naked|nude|bare[- ]skinned|topless)\b": "natural",
    r"\b(?:lingerie|underwear|bikini)\b": "clothing",
    r"\b(?:kids?|child(?:ren)?|bab(?:y|ies)|toddlers?|teen(?:s|agers?)?|girls?|boys?|schoolgirls?)\b": "people",
    r"\b(?:guns?|rifles?|pistols?|weapons?|kni(?:fe|ves))\b": "tool",
    r"\b(?:drunk|drugs?|cocaine|heroin)\b": "relaxed",
    r"\b(?:in the style of|like) [A-Z][\w'-]+(?: [A-Z][\w'-]+)*": "",
}


def milder(prompt: str) -> str:
    """The prompt without what filters stumble over; the same where there is nothing of it."""
    words = prompt
    for pattern, instead in _MILDER.items():
        words = re.sub(pattern, instead, words, flags=re.IGNORECASE if instead else 0)
    return re.sub(r"\s+([,.;])", r"\1", re.sub(r" {2,}", " ", words)).strip()
