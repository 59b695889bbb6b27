"""The clauses of an English sentence, each as a phrase that can stand alone."""

import re

TAIL = re.compile(
    r"\s+(?=(?:better than|unlike|that|which|who|where|with|without|for|from|in|at|near|on|made|designed|built|"
    r"crafted|perfect|"
    r"ideal|to|by|using|featuring|including|inspired|"
    r"(?:delivered|baked|roasted|brewed|served|powered|located|based)\s(?:by|in|with|at|on|to|from|near|every|"
    r"daily|fresh)|is|are|has|have|can|lets?|helps?|makes?|keeps?|gives?|"
    r"weighs?|packs?|folds?|comes?|fits?|turns?|lasts?|charges|tracks|cleans|cooks|saves|protects|connects|"
    r"works|runs|holds|removes|reduces|cools|heats|learns|finds|delivers|"
    r"brings|takes|needs|uses|covers|teaches|serves|stays|sounds|feels|smells|tastes|dries|blocks)\s)"
)
_HOUSE = re.compile(
    r"(?:our|the) (?:[\w-]+ ){0,2}(?:studio|shop|store|caf[eé]|gallery|library|park|hall|square|garden|museum|theatre|"
    r"theater|church|school|gym|planetarium|stadium|arena|harbou?r|port|market|town|village)$"
)
_MONTH = re.compile(
    r"(?:early |late |mid-?)?(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"spring|summer|autumn|winter)\b",
    re.IGNORECASE,
)
_DATED = re.compile(r"^(?:on|until|till|by|this|from)\s.*(?:\d|day\b|week)", re.IGNORECASE)
PEOPLE = re.compile(
    r"\b(people|parents|kids|children|babies|toddlers|women|men|mums|moms|dads|families|beginners|adults|"
    r"teens?|teenagers|students|teams|owners|lovers|professionals|travell?ers|"
    r"seniors|couples|everyone|anyone|those|fans|dogs|cats|pets|friends|creators|freelancers|founders|"
    r"companies|businesses|\w+ers|\w+ists)\b",
    re.IGNORECASE,
)


def split_clauses(sentence: str) -> list[str]:
    """Split at commas, semicolons, colons and dashes, not inside numbers ("1,200", "16:9")."""
    parts = re.split(r"(?:,(?!\d)|;|:(?!\d)|[!?](?=\s)|\s[—–-]\s|—)\s*", sentence.strip(" .!"))
    return [p.strip() for p in parts if p.strip()] or [""]


def sorted_tails(tails: list[str]) -> tuple[str, str, str, list[str]]:
    """Origin ("from a small roastery in Lisbon"), place ("in Lisbon"), audience, and the qualities of a noun's tail."""
    origin = where = audience = ""
    qualities: list[str] = []
    for tail in _verbs_joined(tails):
        marker, _, rest = tail.partition(" ")
        if (marker == "from" and re.match(r"\D{0,5}\d", rest)) or _DATED.match(tail):
            qualities.append(tail)
        elif marker in {"from", "by"} and not origin:
            origin = tail
        elif marker == "in" and _MONTH.match(rest):
            qualities.append(tail)
        elif marker in {"in", "at", "near", "on"} and re.match(
            r"(the |a )?(heart of |centre of |center of |old )?[A-Z]", rest
        ):
            where = tail
            origin = f"{origin} {tail}" if origin else ""
        elif marker in {"in", "at"} and _HOUSE.match(rest) and not where:
            where = tail
        elif marker in {"in", "at", "near", "on"} and qualities:
            qualities[-1] = f"{qualities[-1]} {tail}"
        elif marker in {"in", "at", "near", "on"} and origin:
            origin = f"{origin} {tail}"
        elif (
            marker in {"from", "to", "by", "for", "that", "which"}
            and qualities
            and not (marker == "for" and PEOPLE.search(rest))
        ):
            qualities[-1] = f"{qualities[-1]} {tail}"
        elif marker == "for" and PEOPLE.search(rest):
            audience = rest
        else:
            qualities.append(tail)
    return origin, where, audience, [c for q in qualities for c in clean_clause(q)]


def _verbs_joined(tails: list[str]) -> list[str]:
    """Tails without lone "that", and without the "and" between two of them."""
    return [
        re.sub(r"\s+(and|or|but)$", "", tail)
        for tail in tails
        if tail not in {"that", "which", "who", "where", "is", "are", "can"}
    ]


_WHOLE = re.compile(r"^\w+ (?:\w+ )?(?:is|are|was|were)\b", re.IGNORECASE)
_HOW = re.compile(r"(?:by hand|on site|to order|from scratch|in-house|every (?:day|morning)|daily)$", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:(?:and|or|but|plus|also|so|then|that|which|who|it also|they also)\s+)*(?:(?:it|they|this|he|"
    r"she)(?:'s|’s| is| are|'re|’re)\s+(?=\w)|(?:is|are)\s+(?=\w)|(?:it|they) (?:has|have)\s+|"
    r"(?:has|have|featuring|features|including|includes?|mention(?: that)?|highlight(?: that)?|emphasi[sz]e|"
    r"the fact that)\s+|with\s+|(?:it|they|this)\s+(?=\w+s?\b))?(?:(?:an?|its|our)\s+(?=\w))?",
    re.IGNORECASE,
)


def clean_clause(clause: str) -> list[str]:
    """A clause as a phrase that can stand alone: "and it has a 36-hour battery" is "36-hour battery"."""
    clause = clause.strip(" .!,")
    if re.match(r"(we|you|your)\b", clause, re.IGNORECASE):
        return [clause]
    items = [clause]
    if (
        re.match(r"(with|including|featuring|has|have)\s", clause)
        and clause.count(" and ") == 1
        and len(clause.split()) <= 9
    ):
        items = clause.split(" and ")
    cleaned = [_LEAD.sub("", item.strip(), count=1).strip() for item in items]
    # One noun alone keeps its article: "with a mentor" is "a mentor".
    return [
        f"a {word}" if " " not in word and item.endswith(f" a {word}") else word
        for item, word in zip(items, cleaned, strict=True)
        if word
    ]


def audience_of(clause: str) -> str:
    """ "busy parents" of "for busy parents"; "" for any other clause."""
    found = re.match(
        r"(?:(?:(?:made|perfect|ideal|designed|meant|great|built|intended) )?for|(?:aimed|targeted) at|"
        r"targeting) (?P<who>.+)$",
        clause,
        re.IGNORECASE,
    )
    return found["who"] if found and PEOPLE.search(found["who"]) else ""


def clauses_of(sentence: str) -> list[str]:
    """The clauses of a later sentence; a sentence that speaks to the viewer stays whole."""
    if sentence.endswith("?") or (
        re.match(r"(you|your|we|our|every|each|no|from|because|when)\b", sentence, re.IGNORECASE)
        and len(sentence) <= 90
    ):
        return [sentence.rstrip(".!")]
    return [c for clause in _attached(split_clauses(sentence)) for c in clean_clause(clause)]


def _attached(clauses: list[str]) -> list[str]:
    """ "Everything is baked before six", "by hand": what only says how stays with what is done."""
    if len(clauses) > 1 and _WHOLE.search(clauses[0]) and _HOW.match(clauses[1]):
        return [f"{clauses[0]}, {clauses[1]}", *clauses[2:]]
    return clauses
