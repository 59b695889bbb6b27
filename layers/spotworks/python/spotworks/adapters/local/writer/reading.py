"""What is read out of a brief's first sentence, in either language."""

import re
from dataclasses import dataclass
from typing import Literal

Number = Literal["one", "many", "mass"]

_MASS = re.compile(
    r"(coffee|espresso|tea|wine|beer|honey|bread|chocolate|cheese|water|milk|oil|food|furniture|jewel(le)?ry|software|"
    r"clothing|knitwear|skincare|footwear|cosmetics|sourdough|lemonade|juice|"
    r"insurance|advice|equipment|luggage|cleaning|repair|delivery|yoga|pilates|training|coaching|tutoring|"
    r"consulting|photography|catering|design|music|art|pottery|soap|ceramics|"
    r"granola|pasta|ice cream|gelato|kombucha|cider|whisky|whiskey|gin|vodka|makeup|merch|apparel|fashion|"
    r"outerwear|gear|real estate|bedding|tableware|glassware|sportswear|swimwear|underwear|"
    r"perfume|shampoo|rice|salt|pizza|sushi|barbecue)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reading:
    """subject: a noun phrase without article, in the nominative; "" if none could be made out with confidence.

    whole: the subject with what it does, "app that finds trains", where it alone would say nothing.
    origin: "from a small roastery in Lisbon"; where: "in Lisbon"; tone: words about the film that stood
    before the subject; clauses: everything else that was said, each fit to stand alone;
    claim: "We fix phones", where no noun is named; cause: it calls upon people ("Plant 10,000 trees");
    goal: the same, short enough to be written; category: of the catalogue, where the verb alone tells it.
    """

    subject: str = ""
    whole: str = ""
    brand: str = ""
    origin: str = ""
    where: str = ""
    audience: str = ""
    tone: str = ""
    ours: bool = False
    new: bool = False
    number: Number = "one"
    clauses: tuple[str, ...] = ()
    claim: str = ""
    cause: bool = False
    goal: str = ""
    category: str = ""


def number_of_english(subject: str) -> Number:
    """Whether the noun takes "is" with an article, "are", or "is" without one."""
    if not subject:
        return "one"
    words = [w for w in subject.split() if w.lower() not in {"online", "outdoors", "nearby"}] or [subject]
    head = words[-1]
    if _MASS.search(subject):
        return "mass"
    if re.search(r"[a-z]s$", head) and not re.search(r"(ss|us|is|ics|news|lens|bus|gas)$", head):
        return "many"
    return "many" if head.lower() in {"people", "men", "women", "children", "feet"} else "one"
