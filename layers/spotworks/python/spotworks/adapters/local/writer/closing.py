"""How a video ends: the one thing to do, the name, where to find it."""

import re
from collections.abc import Iterator
from fractions import Fraction

from spotworks.adapters.local.writer.cleaning import capital, shorten
from spotworks.adapters.local.writer.facts import Facts
from spotworks.adapters.local.writer.lines import Copy, Line, Lines, key
from spotworks.adapters.local.writer.phrasing import BUTTON, DETAIL, HEADLINE, KICKER, headline, on_one_line, sentence
from spotworks.domain.screenplay import ScreenText

_ADDRESS = re.compile(
    r"(?:\s+(?:at|on|via|to|на|по|в|:))?\s*[:+]?\s*(?:\S*\w\.\w\S*|\S*/\S*|[+\d][\d ()-]{5,}\d)", re.IGNORECASE
)
_SITE = re.compile(r"\w\.[a-zа-я]{2,}\b", re.IGNORECASE)
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_TO_SOMEBODY = re.compile(r"(?:call|phone|ring|text|write|email|message|follow|visit|join|ask)$", re.IGNORECASE)
_HEARD = 32  # letters of a call with its address that can be taken in by ear
_QUALITY = Fraction(1, 100)  # what it costs to tell another quality than the one whose turn it is
_WITHOUT_NAME, _WITHOUT_LINE = Fraction(1, 3), Fraction(1, 50)  # what it costs, as a share of the scene left silent


def call_to_action(facts: Facts, lines: Lines, room: Fraction) -> Iterator[Copy | None]:
    """The action asked for, after a line that invites to it."""
    action, cue = facts.action, _spoken_action(facts, lines)
    if action and len(action) <= DETAIL:
        before = _closing_lines(lines)
        options = [(cue, _WITHOUT_LINE)] if cue else []
        options += [(f"{line.voice} {cue}".strip(), Fraction(0)) for line in before]
        if said := lines.best(options, room):
            lines.use(*(line.voice for line in before if said.startswith(line.voice)))
            yield Copy((said,), ScreenText(headline=headline(action)))
    yield lines.pick(lines.kind["call_to_action"], "call_to_action", room)


def end_card(
    facts: Facts, lines: Lines, room: Fraction, *, seed: int, told: bool, named: bool, untold: tuple[str, ...] = ()
) -> Iterator[Copy | None]:
    """told, named: a scene before has said the action, the subject; untold: qualities that none has time to tell."""
    cue = "" if told else _spoken_action(facts, lines)
    subject = "" if named or facts.brand else lines.slots.get("Our") or capital(facts.subject or facts.reading.goal)
    line, said = _farewell(facts, lines, cue, room, subject, [sentence(quality, facts) for quality in untold])
    head = line.head if line else headline(facts.subject)
    if facts.tagline:
        head = headline(facts.tagline)
    elif (
        not facts.brand
        and facts.subject
        and (not said or key(head) == key(said))
        and not lines.seen(headline(facts.subject))
    ):
        head = headline(facts.subject)
    called = facts.action if BUTTON < len(facts.action) <= HEADLINE and not facts.tagline else ""
    called = "" if lines.seen(headline(called)) else called
    head = headline(called) if called else head
    button = _button(facts, lines, seed, head)
    contact = "" if facts.contact and facts.contact in f"{button} {called}".lower() else facts.contact
    below = facts.action if not called and BUTTON < len(facts.action) <= DETAIL else ""
    detail = contact or below or lines.slots.get("Where", "")
    if not detail and not facts.brand and not facts.subject:
        detail = headline(facts.reading.claim, DETAIL)
    detail = detail or _written(untold, said)
    if facts.untold:
        both = f"{capital(facts.untold)} · {contact}" if contact else capital(facts.untold)
        detail = both if len(both) <= DETAIL else facts.untold
    shown = facts.brand or len(facts.subject) > KICKER or headline(facts.subject) == head
    yield Copy(
        (said,) if said else (),
        ScreenText(
            kicker="" if shown else headline(facts.subject),
            headline=head,
            detail=shorten(detail, DETAIL),
            button=capital(button),
        ),
        "end_card",
    )


def _written(untold: tuple[str, ...], said: str) -> str:
    """As many of the qualities that nobody tells as stand on one line."""
    left = [headline(quality) for quality in untold if quality.lower() not in said.lower()]
    return on_one_line(left)


def _button(facts: Facts, lines: Lines, seed: int, head: str) -> str:
    """The brief's own call as far as a button has room for it, else what is done with what is sold."""
    asked = facts.action
    if 0 < len(asked) <= BUTTON:
        return asked
    if asked and (short := _bare_action(facts)) and len(short) <= BUTTON:
        return short
    every = lines.buttons(facts.category)
    buttons = [one for one in every if key(one) != key(head)] or every  # nothing is written twice
    return buttons[seed % len(buttons)]


def _farewell(
    facts: Facts, lines: Lines, cue: str, room: Fraction, subject: str, untold: list[str]
) -> tuple[Line | None, str]:
    """The line whose headline ends the video, and what is said: the action if there is one, and the name."""
    name = f"{facts.brand}." if facts.brand else ""
    if facts.brand[-1:] in {".", "!", "?"}:
        name = name[:-1]
    tagline = capital(facts.tagline.rstrip(".!")) + "." if facts.tagline else ""
    closing = _closing_lines(lines)
    first = closing[0] if closing else None
    options: dict[str, tuple[Line | None, Fraction]] = {}
    unnamed = _WITHOUT_NAME if name else Fraction(0)
    if cue or tagline:
        asked = cue or tagline
        options[f"{asked} {name}".strip()] = (first, Fraction(0))
        options[f"{name} {asked}".strip()] = (first, Fraction(1, 100))
        options |= {f"{line.voice} {asked} {name}".strip(): (line, Fraction(1, 100)) for line in closing}
        options |= {f"{line.voice} {asked}": (line, unnamed) for line in closing}
        options[asked] = (first, unnamed + _WITHOUT_LINE)
    else:
        for line in closing:
            options[f"{line.voice} {name}".strip()] = (line, Fraction(0))
            options[line.voice] = (line, unnamed)
            if line.more:
                options[f"{line.voice} {line.more}"] = (line, unnamed)
                options[f"{line.voice} {line.more} {name}".strip()] = (line, Fraction(0))
    # A fact is worth more than a farewell, but for one variation: a channel of such spots would have said all it knows.
    turned = lines.turned([*untold, ""], "untold") if untold else []
    for number, quality in enumerate(turned if turned[:1] != [""] else []):
        if quality and (cue or name or len(quality.split()) > 2):
            options[f"{quality} {cue or name}".strip()] = (first, (_QUALITY * number) - 1)
    if subject:  # what no scene before has named is named first
        spoken = {f"{subject}. {text}": option for text, option in options.items()}
        options = spoken | {text: (line, against + _WITHOUT_NAME) for text, (line, against) in options.items()}
    said = lines.best([(text, against) for text, (_, against) in options.items()], room)
    return (options[said][0], said) if said else (first, "")


def _closing_lines(lines: Lines) -> list[Line]:
    """The fresh lines with which a video may end: the idea's if it has one, else the category's own first."""
    found: list[Line] = []
    for pool in (lines.idea.get("close", []), lines.own["close"], lines.kind["call_to_action"]):
        ideas = bool(lines.idea) and not found and pool is lines.idea.get("close")  # it may end on what it opened on
        filled = filter(None, map(lines.filled, pool))
        fresh = [line for line in filled if not lines.spent(line.voice, "" if ideas else line.head)]
        found += lines.turned(fresh, "close")
        if found and lines.idea:
            break
    return found


def _spoken_action(facts: Facts, lines: Lines) -> str:
    """The action as something to hear: a long address and a number are read, a short address can be remembered."""
    asked, bare = capital(facts.action.rstrip(".!")), _bare_action(facts)
    verb = len(_ADDRESS.sub("", asked).split()) == 1  # "donate at example.org": nothing else says where
    if verb and _SITE.search(asked) and len(asked) <= _HEARD:
        return f"{asked}."
    return f"{bare}." if len(bare.split()) > 1 or _CYRILLIC.match(bare) else ""


def _bare_action(facts: Facts) -> str:
    """The action without its address or number, "" if nothing is left: "donate at example.org" is "Donate now"."""
    bare = _ADDRESS.sub("", capital(facts.action.rstrip(".!"))).strip(" ,;:—-")
    if " " in bare or not bare or _CYRILLIC.match(bare):
        return bare
    return f"{bare} us" if _TO_SOMEBODY.match(bare) else f"{bare} now"
