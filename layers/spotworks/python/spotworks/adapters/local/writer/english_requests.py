"""How an English brief asks for a video: what stands before, behind and around what is advertised."""

import re

_MEDIA = (
    r"(?:video |tv |social )?(?:ads?|adverts?|advertisements?|advertising|commercials?|promos?|promotions?|"
    r"spots?|teasers?|trailers?|reels?|shorts?|clips?|videos?|bumpers?(?= (?:ad|video|for|about)s?\b)|pre-?rolls?|"
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
ASK = (
    r"(?:(?:hi|hello|hey|yo|please|ok|okay|so)[,!. ]+)*(?:(?:can|could|would|will) (?:you|u) (?:please )?)?"
    r"(?:let['’]s )?(?:(?:(?:i|we)(?: would|'d|’d|'m|’m|'re|’re)? (?:really |am |are )?)?(?:want|need|like|"
    r"looking for)(?: you)?(?: "
    r"to (?:make|create|have|get|see))? )?"
    r"(?:(?:create|make|generate|produce|design|build|write|shoot|film|give|prepare|do) (?:me |us )?)?(?:please )?"
)
WRAPPER = re.compile(
    rf"^{ASK}(?:(?:a|an|the|our|my|some|one) )?(?P<about>(?:[\w:'’-]+,? (?:and )?){{0,8}}?)"
    rf"(?:{_MEDIA}|{_ANYTHING}){_LINK}\s+(?=\S)",
    re.IGNORECASE,
)
BARE = re.compile(rf"^{ASK}(?:(?:a|an) )?(?P<subject>.{{3,80}}?)\s+{_MEDIA}$", re.IGNORECASE)
_VERBS = (
    r"sell|make|produce|offer|run|own|have|bake|roast|brew|build|rent(?: out)?|provide|organi[sz]e|"
    r"create|craft|design|launch|launched|just launched|"
    r"open|opened|just opened|are opening|are launching|'re launching|’re launching|built|made|developed"
)
SAYS = re.compile(
    rf"^(?:(?:hi|hello|hey|yo)[,!. ]+)?(?:(?:please )?(?:(?:can|could|would|will) (?:you|u) )?"
    rf"(?:(?:(?:i|we)(?: would|'d|’d)? (?:want|need|like) to|help (?:me|us)(?: to)?|let's|let’s) )?"
    rf"(?:promote|advertise|market|showcase|introduce|introducing|present|presenting|announce|"
    rf"announcing|launching|meet|discover|this is|here is|it's|it is|sell|show(?= (?:my|our|the)))"
    rf"|(?:we|i) (?:got(?: this| these)?(?: \w+(?= new\b)| cool| sick| awesome| great)?|{_VERBS})"
    rf"|my (?:wife|husband|friend|brother|sister|mother|father|mum|mom|dad|son|daughter|partner) "
    rf"(?:has |just |recently )*(?:{_VERBS}|sells|makes|bakes|runs|owns|builds|teaches|designs)|(?:we|i)(?:'ve|"
    rf" have) (?:made|built|created|launched|opened|developed)|(?:we are|"
    rf"we're|we’re|i am|i'm|i’m)"
    rf"|(?:my|our) (?:company|business|startup|start-up|team|shop|store|family) (?:is|sells|makes|offers|"
    rf"builds|bakes|produces|runs|called))\s+(?=\S)",
    re.IGNORECASE,
)
POINTS = re.compile(  # "an ad of this page": what is meant stands elsewhere
    r"(?:(?:this|that|these|those|it|them)|(?:(?:this|that|the|these|those|my|our) )?(?:web ?)?"
    r"(?:pages?|site|link|url|address|item|products?|listing|article|thing|offer|one|goods)"
    r"(?: (?:below|here|above|attached|page|link))?)",
    re.IGNORECASE,
)
FROM_PAGE = re.compile(  # "an ad from this page"
    r",? (?:(?:based on|out of|using|from) (?:this|that|the|my|our)|on (?:this|that)) (?:web ?)?"
    r"(?:page|site|link|url|address|listing)"
    r"(?: (?:below|here|above))?(?=\W|$)",
    re.IGNORECASE,
)
_TURNS = re.compile(  # "turn this page into a video"
    rf"(?:please )?(?:turn|make|convert|transform|use|take) {POINTS.pattern} (?:in)?(?:to|for) (?:make )?(?:an? )?"
    rf"(?:[\w-]+ ){{0,3}}{_MEDIA}",
    re.IGNORECASE,
)
_ONE_WORD = re.compile(r"(?:an? |the )?(?:videos?|ads?|adverts?|commercials?|promos?|clips?|teasers?)", re.IGNORECASE)
_REQUEST = re.compile(
    rf"^(?=\S+ \S){ASK}(?:(?:a|an|some|the|my|our|"
    rf"one) )?(?:[\w-]+,? ){{0,4}}?{_MEDIA}$",
    re.IGNORECASE,
)
WANTED = re.compile(
    r",?\s+(?:and|but|so)\s+(?:i |we )?(?:need|want|would like|am looking|"
    r"are looking)\s.*$",
    re.IGNORECASE,
)


def asks(sentence: str) -> bool:
    """Whether it only asks for a video ("We need a launch video") and says nothing of what is advertised."""
    words = sentence.strip(" .!?,")
    if _ONE_WORD.fullmatch(words) or _TURNS.fullmatch(words) or POINTS.fullmatch(words):
        return True
    return bool(re.match(rf"{ASK}(?<=\w )", words, re.IGNORECASE)) and bool(_REQUEST.match(words))


def points(sentence: str) -> bool:
    """Whether it asks for a video of what stands elsewhere ("an ad of this page")."""
    found = WRAPPER.match(sentence) or SAYS.match(sentence)
    return bool(found and POINTS.fullmatch(sentence[found.end() :].strip(" .!?,")))
