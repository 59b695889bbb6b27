"""What it costs, what is taken off, and until when: an offer of the brief, in its own words and in parts."""

import re
from dataclasses import dataclass

MONEY = re.compile(
    r"(?:[€$£₽] ?\d[\d., \u00a0]*(?:\.\d+)?(?:k|m)?|\d[\d., \u00a0]*(?:тыс\w*\.? ?|млн ?)?"
    r"(?:[€$£₽]|руб\w*|р(?!\w)\.?|euros?|eur|dollars?|usd|pounds?|евро|долл\w*)(?!\w))",
    re.IGNORECASE,
)
_LEAST = re.compile(r"\b(?:from|starting at|over|under|up to|save|от|до|больше)\s*$", re.IGNORECASE)
_OFF = re.compile(r"-?\d{1,2} ?%|half price|two for one|2 for 1|buy one,? get one|полцены|в подарок", re.IGNORECASE)
_ENDS = re.compile(
    r"(?:only |just |valid |ends? |just )*(?:until|till|through|by|before|this|ends?(?: on)?)\s+(?!now).{2,30}$|"
    r"(?:только |лишь )?(?:до|по)\s+(?:конца|\d{1,2}[ .]|понедельник|вторник|сред|четверг|пятниц|суббот|"
    r"воскресен).{0,24}$",
    re.IGNORECASE,
)
_LONGEST = 70  # characters: what one line of the screen takes


@dataclass(frozen=True)
class Offer:
    """text: as it was given; price, off, ends: the parts of it, "" for what was not said."""

    text: str
    price: str = ""
    off: str = ""
    ends: str = ""


def offers_of(clauses: tuple[str, ...], deadlines: tuple[str, ...]) -> tuple[Offer, ...]:
    """The offers, those that fit told as one; an offer without an end takes the brief's date, if there is one."""
    one = ", ".join(clauses)
    texts = (one,) if len(clauses) > 1 and len(one) <= _LONGEST else clauses
    return tuple(_offer(text, deadlines) for text in texts)


def _offer(text: str, deadlines: tuple[str, ...]) -> Offer:
    price, off = MONEY.search(text), _OFF.search(text)
    if price and _LEAST.search(text[: price.start()]):  # "from $140" is nobody's one price
        price = None
    ends = next((found[0] for part in text.split(", ") if (found := _ENDS.search(part))), "")
    return Offer(
        text=text,
        price=price[0].strip(" .,") if price else "",
        off=off[0] if off else "",
        ends=ends or next(iter(deadlines), ""),
    )
