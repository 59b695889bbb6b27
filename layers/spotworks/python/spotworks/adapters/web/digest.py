"""A page's bytes as domain.research.Research: facts with where they stood, text, and what to know of the reading."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from urllib.parse import urljoin

from spotworks.adapters.local.writer.labels import rank
from spotworks.adapters.local.writer.looks import category_of, moods_in
from spotworks.adapters.web import kinds, reading, sheets, tree
from spotworks.adapters.web.hidden import hide
from spotworks.adapters.web.languages import language
from spotworks.adapters.web.orders import is_order, without_orders
from spotworks.adapters.web.pictures import pictures
from spotworks.adapters.web.prices import labelled
from spotworks.adapters.web.product import Found, Product, linked_data, metas, product
from spotworks.domain.research import FactKind, PageFact, Research
from spotworks.errors import ResearchFailed

_MAX_TEXT = 15_000
_MAX_NAME = 1_000  # of a heading or a feature, before it is cut or passed over
_FEATURES = 5
_MAX_ITEMS = 1_000  # of lists and headings, among which features are looked for
_LENGTHS: dict[FactKind, int] = {
    "name": 200, "brand": 80, "description": 1_000, "price": 24, "price_range": 48, "price_until": 10, "rating": 9,
    "reviews": 9, "availability": 24,
}  # fmt: skip
_FREE: tuple[FactKind, ...] = ("name", "brand", "description")  # the others are numbers and words of ours
_NOT_FEATURES = re.compile(
    r"cookie|log ?in|sign ?(in|up)|cart|basket|wish ?list|checkout|subscribe|newsletter|related|also like|"
    r"review|share|menu|search|home\b|contact|faq|privacy|terms|description|"
    r"shipping|delivery|returns?\b|details\b|specification|корзин|войти|отзыв|похожие|подпис|каталог|главная|"
    r"контакт|описание|доставка|оплата|характеристик|поделиться",
    re.IGNORECASE,
)
_STATES = re.compile(  # a heading that says something, and is no name of what stands below it
    r"(?!(?:what|who|why|how|when|where|our|your|about|more|the story|meet|questions|key|product|technical|customer|"
    r"people|in the box|что|кто|как|почему|зачем|где|когда|наш\w*|ваш\w*|о|об|про|с этим|ещё|вам|почитать|из чего)\b)"
    r"(?:\w+s\b(?: \S+)+|\S+(?: \S+){2,})(?<![?:])",
    re.IGNORECASE,
)
_FOR_WHOM = re.compile(
    r"\b(?:made|designed|perfect|ideal|built|created|meant|для) ?(?:for)? ((?:[\w-]+ ){0,2}(?:people|families|"
    r"parents|children|kids|women|men|beginners|adults|"
    r"students|teams|runners|travell?ers|riders|hikers|cyclists|professionals|семей|родителей|детей|женщин|"
    r"мужчин|начинающих|взрослых|студентов))\b",
    re.IGNORECASE,
)


def digest(
    body: bytes, charset: str, url: str, read_sheets: Callable[[Sequence[str]], Mapping[str, str]] = lambda _: {}
) -> Research:
    """What one page says. url: where it was found; read_sheets: the style sheets at some addresses, as far as they
    can be had. Raises ResearchFailed, naming what is wrong with the page.
    """
    root = tree.parsed(body, charset)
    ld, password, scripts = linked_data(root), kinds.asks_password(root), root.find(".//script") is not None
    base = _base(root, url)
    wanted = sheets.addresses(root, base)
    linked = read_sheets(wanted) if wanted else {}
    whole = hide(root, list(sheets.texts(root, base, linked)))
    item, orders = _without_orders(product(root, ld, base))
    if not item.is_told:
        kinds.refuse_walls(_first(root, "title"), tree.text(root), asks_password=password)
    item, more = _with_names(item, root)
    tree.strip(root)
    main = tree.content(root)
    text, most = without_orders(tree.cut(reading.main_text(root, main), _MAX_TEXT))
    item = _with_label(item, main, text)
    shell = scripts and kinds.is_empty(text)
    if not text or shell:
        _refuse_without_words(item, scripts=scripts)
    features = _features(item, main)
    images = tuple(image for image in pictures(base, item.images, main) if not is_order(image.text))
    description = item.text("description")
    return Research(
        url=url,
        title=item.text("name"),
        description=description,
        brand=item.text("brand"),
        price=item.text("price"),
        features=tuple(feature.text for feature in features),
        industry=_industry(item.text("name"), f"{description} {text[:1_000]}"),
        tone=", ".join(moods_in(description)[:2]),
        audience=_audience(f"{description} {text[:2_000]}"),
        images=tuple(image.text for image in images),
        text="" if shell else text,
        facts=(*_facts(item, features, text), *(PageFact(kind="image", text=i.text, where=i.where) for i in images)),
        language=language(root.get("lang") or "", f"{item.text('name')} {description} {text}"),
        notice=_notice(shell, whole, len(wanted) - len(linked), item.several, orders + more + most),
    )


def _without_orders(item: Product) -> tuple[Product, int]:
    """Cut to their lengths, without what gives orders to a model, and how much that was."""
    facts, dropped = dict(item.facts), 0
    for kind, found in item.facts.items():
        facts[kind] = replace(found, text=tree.cut(found.text, _LENGTHS[kind]))
        if kind in _FREE and is_order(facts[kind].text):
            del facts[kind]
            dropped += 1
    told = item.features[:_MAX_ITEMS]
    features = tuple(feature for feature in told if not is_order(feature.text[:_MAX_NAME]))
    return replace(item, facts=facts, features=features), dropped + len(told) - len(features)


def _with_names(item: Product, root: tree.Element) -> tuple[Product, int]:
    """The product named by the page's own heading where its data names none; the site as its brand."""
    site = next(iter(metas(root).get("og:site_name", [])), "")
    names = [item.facts["name"]] if "name" in item.facts else []
    names += [Found(text[:_MAX_NAME], tag) for tag in ("h1", "title") if (text := _first(root, tag))]
    fit = [name for name in names if not is_order(name.text)]
    facts = dict(item.facts)
    if fit:
        facts["name"] = replace(fit[0], text=_without_site(fit[0].text, site)[:200])
    if site and "brand" not in facts and not is_order(site):
        facts["brand"] = Found(site[:80], "OpenGraph site_name")
    return replace(item, facts=facts), len(names) - len(fit)


def _with_label(item: Product, main: tree.Element, text: str) -> Product:
    """The product with the price that its text states behind a label, where its data has none and nothing is struck
    through, which a text no longer shows."""
    struck = any(True for _ in main.iter("s", "del", "strike"))
    if item.several or struck or {"price", "price_range"} & set(item.facts) or not (price := labelled(text)):
        return item
    return replace(item, facts=item.facts | {"price": Found(price, "text")})


def _refuse_without_words(item: Product, *, scripts: bool) -> None:
    """Raises ResearchFailed unless the page's data says something of the product."""
    if item.text("name") and (item.text("description") or item.text("price")):
        return
    if scripts:
        raise ResearchFailed(
            "The page is drawn by scripts and its data says nothing of a product; describe the product instead.",
            field="url",
        )
    raise ResearchFailed("The page has no readable text; describe the product instead.", field="url")


def _facts(item: Product, features: tuple[Found, ...], text: str) -> tuple[PageFact, ...]:
    found = [(kind, item.facts[kind]) for kind in _LENGTHS if kind in item.facts]
    every: Iterator[tuple[FactKind, Found]] = iter([*found, *(("feature", feature) for feature in features)])
    return tuple(
        PageFact(kind=kind, text=one.text, where=one.where, sentence=reading.sentence_of(text, one.text))
        for kind, one in every
    )


def _base(root: tree.Element, url: str) -> str:
    """What the page's relative addresses are relative to."""
    said = next((str(base.get("href")) for base in root.iter("base") if base.get("href")), "")
    try:
        return urljoin(url, said.strip())
    except ValueError:
        return url


def _notice(shell: bool, whole: bool, unread: int, several: bool, orders: int) -> str:
    """For people: what they should know before they trust the plan."""
    said = ["The page is drawn by scripts: only its data was read, not its text."] if shell else []
    if not whole:
        said.append("The page has too many style rules to follow: text that it hides may have been read.")
    if unread:
        said.append(f"{unread} style sheet(s) of the page could not be read: text that they hide may have been read.")
    if several:
        said.append(
            "The page's data names several products, none as its own: no price was taken; give the page of one."
        )
    if orders:
        said.append(f"{orders} passage(s) of the page read like orders to a model and were left out.")
    return " ".join(said)


def _industry(title: str, text: str) -> str:
    """The category whose words the page uses most, "" if none."""
    found = category_of(title, text)
    return "" if found == "any" else found


def _audience(text: str) -> str:
    """Whom the page says it is for, in its words."""
    found = _FOR_WHOM.search(text)
    return found[1] if found else ""


def _first(root: tree.Element, tag: str) -> str:
    return next((found for element in root.iter(tag) if (found := tree.tidy(" ".join(element.itertext())))), "")


def _without_site(title: str, site: str) -> str:
    """ "Kayak One | Shop" without the shop, where a bar or a spaced dash sets it off."""
    head, *rest = re.split(r"\s+[|–—·•-]\s+", title)
    if rest and (len(rest) == 1 or rest[-1] == site) and len(head) >= 3:
        return " - ".join([head, *rest[:-1]])
    return title


def _features(item: Product, main: tree.Element) -> tuple[Found, ...]:
    """Five key features: of the data, the content's lists and those of its headings that state something, what it
    does and where it comes from before data and sizes; no orders.
    """
    items = (li for li in islice(main.iter("li"), _MAX_ITEMS) if li.find(".//li") is None and not _is_link(li))
    lists = (Found(tree.tidy(tree.text(li).replace("\n", " ")), "list") for li in items)
    tags = islice((h for tag in ("h2", "h3") for h in main.iter(tag)), _MAX_ITEMS)
    heads = (Found(tree.tidy(" ".join(h.itertext())), str(h.tag)) for h in tags)
    found: dict[str, Found] = {}
    for feature in chain(item.features, lists, (head for head in heads if _STATES.fullmatch(head.text))):
        short = feature.text.rstrip(".;, ")
        is_name = short.lower() == item.text("name").lower()
        if 4 <= len(short) <= 90 and not is_name and not _NOT_FEATURES.search(short) and rank(short) < 3:
            found.setdefault(short.lower(), replace(feature, text=short))
    ranked = sorted(found.values(), key=lambda feature: rank(feature.text))
    return tuple(islice((feature for feature in ranked if not is_order(feature.text)), _FEATURES))


def _is_link(item: tree.Element) -> bool:
    """A list item that is nothing but a link belongs to a menu."""
    linked = sum(len(" ".join(a.itertext()).strip()) for a in item.iter("a"))
    return linked * 10 >= 8 * len(" ".join(item.itertext()).strip())
