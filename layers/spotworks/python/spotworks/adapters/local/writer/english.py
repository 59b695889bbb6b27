"""Reading an English brief: what is advertised, whose it is, where, and what is said of it."""

import re

from spotworks.adapters.local.writer.imperatives import cause_in, cause_of_topic, slogan_of
from spotworks.adapters.local.writer.names import (
    DETERMINER,
    NAME,
    NEW,
    NOT_NAMES,
    brand_of,
    of_a_place,
    without_title_case,
)
from spotworks.adapters.local.writer.reading import Reading, number_of_english

_MEDIA = (
    r"(?:video |tv |social )?(?:ads?|adverts?|advertisements?|advertising|commercials?|promos?|promotions?|"
    r"spots?|teasers?|trailers?|reels?|shorts?|clips?|videos?|"
    r"tiktoks?|stor(?:y|ies)|campaigns?|films?)(?: (?:video|spot|clip|ad|film|reel))?"
)
_ANYTHING = r"(?:something|anything|stuff|content)(?: (?!for\b|about\b)[\w-]+){0,3}?"
_LINK = (
    r"(?:,? ?(?:for|about|of|on|promoting|advertising|featuring|showcasing|showing(?: off)?|introducing|"
    r"presenting|announcing|"
    r"launching|selling|"
    r"(?:to|that|which) (?:shows?(?: off)?|promotes?|advertises?|showcases?|introduces?|launch(?:es)?|sells?|"
    r"presents?))|:| -| —)"
)
_ASK = (
    r"(?:(?:hi|hello|hey|please|ok)[,!. ]+)*(?:(?:can|could|would|will) (?:you|u) (?:please )?)?"
    r"(?:let['’]s )?(?:(?:(?:i|we)(?: would|'d|’d|'m|’m|'re|’re)? (?:really |am |are )?)?(?:want|need|like|"
    r"looking for)(?: you)?(?: "
    r"to (?:make|create|have|get|see))? )?"
    r"(?:(?:create|make|generate|produce|design|build|write|shoot|film|give|prepare|do) (?:me |us )?)?(?:please )?"
)
_WRAPPER = re.compile(
    rf"^{_ASK}(?:(?:a|an|the|our|my|some|one) )?(?P<about>(?:[\w:'’-]+,? (?:and )?){{0,8}}?)"
    rf"(?:{_MEDIA}|{_ANYTHING}){_LINK}\s+(?=\S)",
    re.IGNORECASE,
)
_BARE = re.compile(rf"^{_ASK}(?:(?:a|an) )?(?P<subject>.{{3,80}}?)\s+{_MEDIA}$", re.IGNORECASE)
_VERBS = (
    r"sell|make|produce|offer|run|own|have|bake|roast|brew|build|rent(?: out)?|teach|provide|organi[sz]e|"
    r"create|craft|design|launch|launched|just launched|"
    r"open|opened|just opened|are opening|are launching|'re launching|’re launching|built|made|developed"
)
_SAYS = re.compile(
    rf"^(?:(?:please )?(?:(?:can|could|would|will) (?:you|u) )?"
    rf"(?:(?:(?:i|we)(?: would|'d|’d)? (?:want|need|like) to|help (?:me|us)(?: to)?|let's|let’s) )?"
    rf"(?:promote|advertise|market|showcase|introduce|introducing|present|presenting|announce|"
    rf"announcing|launching|meet|discover|this is|here is|it's|it is|sell|show(?= (?:my|our|the)))"
    rf"|(?:we|i) (?:{_VERBS})"
    rf"|my (?:wife|husband|friend|brother|sister|mother|father|mum|mom|dad|son|daughter|partner) "
    rf"(?:has |just |recently )*(?:{_VERBS}|sells|makes|bakes|runs|owns|builds|teaches|designs)|(?:we|i)(?:'ve|"
    rf" have) (?:made|built|created|launched|opened|developed)|(?:we are|"
    rf"we're|we’re|i am|i'm|i’m)"
    rf"|(?:my|our) (?:company|business|startup|start-up|team|shop|store|family) (?:is|sells|makes|offers|"
    rf"builds|bakes|produces|runs|called))\s+(?=\S)",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    rf"^(?=\S+ \S){_ASK}(?:(?:a|an|some|the|my|our|"
    rf"one) )?(?:[\w-]+,? ){{0,4}}?{_MEDIA}$",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r",?\s+(?:and|but|so)\s+(?:i |we )?(?:need|want|would like|am looking|"
    r"are looking)\s.*$",
    re.IGNORECASE,
)
_SAYABLE = 30  # characters of a goal that a voice says in one breath
_BY = re.compile(
    r",?\s+(?=(?:by|before|until|till|this|on)\s+(?:the )?(?:\d|end of|[A-Z]|weekend|week\b|"
    r"month\b|year\b))"
)
_LAUNCH = re.compile(r"^(?:the )?(?:grand )?(?:launch|opening|release|premiere) of\s+", re.IGNORECASE)
_MONTH = re.compile(
    r"(?:early |late |mid-?)?(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"spring|summer|autumn|winter)\b",
    re.IGNORECASE,
)
_DATED = re.compile(r"^(?:on|until|till|by|this|from)\s.*(?:\d|day\b|week)", re.IGNORECASE)
_CALLED = re.compile(
    r",?\s*\b(?:called|named|by the name of|under the "
    r"name)\s+(?P<name>[A-Z0-9][\w&'’.-]*(?:\s+(?:[A-Z0-9&][\w&'’.-]*|of|the|and(?= [A-Z])))*)"
)
_TAIL = re.compile(
    r"\s+(?=(?:better than|unlike|that|which|who|where|with|without|for|from|in|at|near|on|made|designed|built|"
    r"crafted|perfect|"
    r"ideal|to|by|using|featuring|including|inspired|"
    r"(?:delivered|baked|roasted|brewed|served|powered|located|based)\s(?:by|in|with|at|on|to|from|near|every|"
    r"daily|fresh)|is|are|has|have|can|lets?|helps?|makes?|keeps?|gives?|"
    r"weighs?|packs?|folds?|comes?|fits?|turns?|lasts?|charges|tracks|cleans|cooks|saves|protects|connects|"
    r"works|runs|holds|removes|reduces|cools|heats|learns|finds|delivers|"
    r"brings|takes|needs|uses|covers|teaches|serves|stays|sounds|feels|smells|tastes|dries|blocks)\s)"
)
_PEOPLE = re.compile(
    r"\b(people|parents|kids|children|babies|toddlers|women|men|mums|moms|dads|families|beginners|adults|"
    r"teens?|teenagers|students|teams|owners|lovers|professionals|travell?ers|"
    r"seniors|couples|everyone|anyone|those|fans|dogs|cats|pets|friends|creators|freelancers|founders|"
    r"companies|businesses|\w+ers|\w+ists)\b",
    re.IGNORECASE,
)


_FOR_WHOM = re.compile(
    rf"(?P<who>(?:[\w'’+-]+ ){{0,4}}?{_PEOPLE.pattern}(?: (?!about|on|of)[\w'’+-]+){{0,3}}) "
    r"(?:about|on|promoting|featuring|showing) (?=\S)",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"(?:\W*\w?|what|who|how|why|something|anything|it|this|us|me|now|stuff|things?|(?:my |our )?business|"
    r"company|products?|brand|"
    r"shop|store|clients?|customers|"
    r"video|ad|content|social media|instagram|tiktok)(?: (?:cool|nice|fun|new))?$",
    re.IGNORECASE,
)
_PROPER = re.compile(
    r"\b(swiss|italian|french|english|spanish|german|japanese|portuguese|greek|turkish|korean|chinese|indian|"
    r"thai|mexican|american|british|russian|georgian|vietnamese|christmas|easter|halloween)\b"
)


def read(first: str, keywords: re.Pattern[str]) -> Reading:
    """The first sentence of a brief. keywords: the words of the categories, to tell a noun from an adjective."""
    call, tone, meant, wrapped, first = "", "", "", False, _WANTED.sub("", without_title_case(first))
    if called := cause_in(first):
        return _cause(*called)
    if found := _WRAPPER.match(first):
        tone, first, wrapped = found["about"] or "", first[found.end() :], True
        if topic := cause_of_topic(first):
            return _cause("", topic)
        meant, first = _for_whom(first)
    elif slogan := slogan_of(first):
        if slogan.name:
            return Reading(brand=slogan.name, clauses=(slogan.call,))
        call, first = slogan.call, slogan.rest
    elif found := _SAYS.match(first):
        first, wrapped = first[found.end() :], True
    return _advertised(first, keywords, tone=tone, meant=meant, wrapped=wrapped, call=call)


def _for_whom(first: str) -> tuple[str, str]:
    """ "busy parents" and "our app" of "busy parents about our app"."""
    found = _FOR_WHOM.match(first)
    return (found["who"], first[found.end() :]) if found else ("", first)


def _advertised(first: str, keywords: re.Pattern[str], *, tone: str, meant: str, wrapped: bool, call: str) -> Reading:
    """What is left when it is off how the video was asked for. call: a slogan that stood before it."""
    brand = ""
    if found := _CALLED.search(first):
        brand, first = found["name"].rstrip("."), first[: found.start()] + first[found.end() :]
    claim = first if re.match(r"we [a-z]+ ", first, re.IGNORECASE) and not wrapped else ""
    if claim:
        return Reading(clauses=tuple(_clauses(claim)[1:]), claim=_clauses(claim)[0], tone=tone)
    head, *clauses = _clauses(_LAUNCH.sub("", first))
    head, clauses = _joined(head, clauses, keywords)
    if not wrapped and (found := _BARE.match(head)):
        vague = re.match(rf"{_ASK}(?<=\w )", head, re.IGNORECASE) and not keywords.search(found["subject"])
        head = "" if vague and found["subject"].islower() else found["subject"]
    if not brand and (found := re.search(r"\s+by\s+(?P<name>[A-Z][\w&'’.-]*(?:\s+[A-Z&][\w&'’.-]*)*)$", head)):
        brand, head = found["name"].rstrip("."), head[: found.start()]
    if (
        not brand
        and clauses
        and (found := re.match(r"(?:the |called )?(?P<name>[A-Z]\w*(?: [A-Z0-9]\w*)*)$", clauses[0]))
    ):
        brand, clauses = ("", clauses) if NOT_NAMES.match(found["name"].split()[0]) else (found["name"], clauses[1:])
    if not brand:
        brand, head, clauses = brand_of(head, clauses, wrapped)
    ours = bool(re.match(r"(our|my)\b", head, re.IGNORECASE)) or bool(re.match(r"(we|i)\b", first, re.IGNORECASE))
    head = DETERMINER.sub("", head)
    new = bool(NEW.match(head))
    head = NEW.sub("", head)
    subject, *tails = _TAIL.split(head)
    subject = subject.strip(" .!\"“”'")
    if _VAGUE.match(subject):
        subject = ""
    subject = _PROPER.sub(lambda m: m[0].capitalize(), subject)
    words = subject.split()
    if (
        re.match(r"[A-Z][a-z]", subject)
        and subject != brand
        and not NOT_NAMES.match(words[0])
        and not of_a_place(words)
    ):
        subject = subject[0].lower() + subject[1:]
    origin, where, audience, qualities = _sorted_tails(tails)
    return Reading(
        subject=subject,
        brand=brand,
        origin=origin,
        where=where,
        audience=audience or meant,
        tone=tone,
        ours=ours,
        new=new,
        number=number_of_english(subject),
        clauses=(*filter(None, [call]), *qualities, *(c for clause in clauses for c in clean_clause(clause))),
    )


def _cause(ask: str, called: str) -> Reading:
    """What people are called upon to do, and by when."""
    head, *clauses = _clauses(called)
    goal, *dates = _BY.split(head)
    where = re.search(r"\s((?:in|at|near) (?:the )?[A-Z].*)$", goal)
    said = [c for clause in clauses for c in clean_clause(clause)]
    if len(goal) > _SAYABLE and (purpose := re.search(r"\s(?=(?:for|to|so that|in)\s)", goal)):
        said, goal = [f"it's {goal[purpose.end() :]}", *said], goal[: purpose.start()]
    claim = f"{ask.strip()} {goal}".strip()
    return Reading(claim=claim, goal=goal, cause=True, where=where[1] if where else "", clauses=(*dates, *said))


def _clauses(sentence: str) -> list[str]:
    """Split at commas, semicolons, colons and dashes, not inside numbers ("1,200", "16:9")."""
    parts = re.split(r"(?:,(?!\d)|;|:(?!\d)|[!?](?=\s)|\s[—–-]\s|—)\s*", sentence.strip(" .!"))
    return [p.strip() for p in parts if p.strip()] or [""]


def _joined(head: str, clauses: list[str], keywords: re.Pattern[str]) -> tuple[str, list[str]]:
    """ "a light, foldable kayak": the noun of the first clause stands in the next."""
    words = NEW.sub("", DETERMINER.sub("", head)).split()
    if (
        clauses
        and len(words) == 1
        and DETERMINER.match(head)
        and not _VAGUE.match(words[0])
        and not keywords.search(head)
        and not NAME.match(words[0])
    ):
        return f"{head}, {clauses[0]}", clauses[1:]
    return head, clauses


def _sorted_tails(tails: list[str]) -> tuple[str, str, str, list[str]]:
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
        elif marker in {"in", "at", "near", "on"} and qualities:
            qualities[-1] = f"{qualities[-1]} {tail}"
        elif marker in {"in", "at", "near", "on"} and origin:
            origin = f"{origin} {tail}"
        elif (
            marker in {"from", "to", "by", "for", "that", "which"}
            and qualities
            and not (marker == "for" and _PEOPLE.search(rest))
        ):
            qualities[-1] = f"{qualities[-1]} {tail}"
        elif marker == "for" and _PEOPLE.search(rest):
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
    return found["who"] if found and _PEOPLE.search(found["who"]) else ""


def asks(sentence: str) -> bool:
    """Whether it only asks for a video ("We need a launch video") and says nothing of what is advertised."""
    words = sentence.strip(" .!?,")
    return bool(re.match(rf"{_ASK}(?<=\w )", words, re.IGNORECASE)) and bool(_REQUEST.match(words))


def clauses_of(sentence: str) -> list[str]:
    """The clauses of a later sentence; a sentence that speaks to the viewer stays whole."""
    if sentence.endswith("?") or (
        re.match(r"(you|your|we|our|every|each|no|from|because|when)\b", sentence, re.IGNORECASE)
        and len(sentence) <= 90
    ):
        return [sentence.rstrip(".!")]
    return [c for clause in _clauses(sentence) for c in clean_clause(clause)]
