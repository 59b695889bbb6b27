"""English briefs that begin with what somebody is to do: a call to a good cause, or a seller's slogan."""

import re
from dataclasses import dataclass

from spotworks.adapters.local.writer.names import DETERMINER

_CAUSE = re.compile(
    r"^(?:please )?(?P<ask>(?:help (?:us|them|me)(?: to)?|join us (?:and|to|as we)|let['’]s|"
    r"together,? we(?: can| will)?|"
    r"we(?: want to| are going to|['’]re going to| will)) )?"
    r"(?P<goal>(?:plant|save|raise|donate|adopt|foster|volunteer|feed|rescue|protect|clean up|restore|rebuild|fund|"
    r"sponsor|support|give|stop|end|fight|bring home)\s+(?!your\b|\S*\d+ ?%).+)",
    re.IGNORECASE,
)
_GOOD = re.compile(  # whom or what people stand up for; without one of them an imperative sells something
    r"\b(?:trees?|forests?|woods?|rivers?|beach(?:es)?|oceans?|seas?|lakes?|planet|bees|birds?|whales?|wildlife|"
    r"animals?|strays?|"
    r"(?:stray )?(?:dogs?|cats?|puppy|kittens?)|shelters?|children|families|refugees?|homeless|orphans?|"
    r"veterans?|patients?|"
    r"blood|lives|hunger|poverty|plastic|litter|water|library|libraries|museum|school|hospital|hospice|playground|"
    r"park|community|charity|food bank|research|cancer|bullying|winter coats|toys)\b|^raise [$€£]",
    re.IGNORECASE,
)
_SELLS = re.compile(r"\b(?:with (?:our|my|the)|our new|on sale|off)\b|\bwith [A-Z]")
_WORDS = (
    "save|feed|stop|fight|protect|bring|adopt|give|enjoy|get|keep|take|find|try|learn|start|end|turn|build|grow|cook|"
    "clean|wake|sleep|treat|wear|taste|feel|escape|relax|forget|breathe|drink|eat|read|ride|play|see|plan|pay"
)
_SLOGAN = re.compile(
    rf"^(?P<call>(?i:{_WORDS}) [^:]{{3,50}}?)(?:(?:,? with| from| at) (?=(?:our|my) )|: )(?P<rest>\S.+)$"
)
_WITH_NAME = re.compile(rf"^(?P<call>(?i:{_WORDS}) .{{3,50}}) with (?P<name>[A-Z][\w&'’.-]*)$")
_COME = re.compile(
    r"^(?:join|visit|try|come to|discover|explore|taste|book|shop|order|read|watch|see)\s+(?=(?:our|my)\s)"
    r"|^(?:rent|hire|stay (?:in|at))\s+(?=an?\s)",
    re.IGNORECASE,
)
_GERUNDS = {
    "saving": "save", "reducing": "reduce", "recycling": "recycle", "stopping": "stop", "protecting": "protect",
    "helping": "help", "planting": "plant", "donating": "donate", "adopting": "adopt", "quitting": "quit",
    "preventing": "prevent", "fighting": "fight", "ending": "end", "volunteering": "volunteer", "voting": "vote",
}  # fmt: skip


@dataclass(frozen=True)
class Slogan:
    """call: what the viewer is told; rest: what is sold; name: whose it is, where nothing else is said of it."""

    call: str
    rest: str
    name: str = ""


def cause_in(sentence: str) -> tuple[str, str] | None:
    """ "help us" and "plant 10,000 trees by 1 May"; None for a sentence that calls upon nobody."""
    found = _CAUSE.match(sentence)
    if not found or not _GOOD.search(found["goal"]) or _SELLS.search(found["goal"]):
        return None
    return (found["ask"] or "").strip(), found["goal"]


def good(text: str) -> bool:
    """Whether it names somebody or something that people stand up for."""
    return bool(_GOOD.search(text))


def cause_of_topic(topic: str) -> str:
    """ "save water" of a video about "saving water"; "" for any other topic."""
    verb, _, rest = topic.partition(" ")
    return f"{_GERUNDS[verb.lower()]} {rest}" if rest and verb.lower() in _GERUNDS else ""


def slogan_of(sentence: str) -> Slogan | None:
    if found := _COME.match(sentence):
        return Slogan("", sentence[found.end() :])
    if found := _WITH_NAME.match(sentence):
        return Slogan(found["call"], "", found["name"])
    return Slogan(found["call"], found["rest"]) if (found := _SLOGAN.match(sentence)) else None


def orders(subject: str) -> bool:
    """Whether what was read is no thing but an imperative: "give the gift of chocolate"."""
    first, _, rest = subject.partition(" ")
    return bool(re.fullmatch(_WORDS, first, re.IGNORECASE)) and bool(DETERMINER.match(rest))
