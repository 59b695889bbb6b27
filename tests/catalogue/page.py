"""The tables of docs/providers.md, as the catalogue has them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from local.cli.models import KINDS, TITLES, price
from spotworks.catalogue import models
from spotworks.domain.model import Model

PAGE = Path(__file__).parents[2] / "docs" / "providers.md"
WIRES = ("spotworks.providers", "spotworks.language_models")
_NAMED = 4  # models that a cell names
_WORDS = {
    "clip": "clips", "image": "pictures", "voice": "voices", "effects": "effects", "music": "music",
    "language": "plans",
}  # fmt: skip


def renewed(page: str) -> str:
    """The page with its tables anew, each between two marks."""
    catalogue = models()
    for name, lines in (("keys", keys(catalogue)), ("models", listed(catalogue))):
        mark = f"<!-- {name}: `make providers` writes this -->\n"
        before, _, after = page.partition(mark)
        page = "\n".join((before + mark, *lines, "", "<!-- end -->" + after.partition("<!-- end -->")[2]))
    return page


def keys(catalogue: Sequence[Model]) -> Iterator[str]:
    """What is to be set, where one gets it, and what that gives."""
    yield "| provider | set | get it at | gives |"
    yield "|---|---|---|---|"
    wanted = [one for one in catalogue if one.lifecycle != "shut_down" and (one.secrets or one.endpoint)]
    by_key = {_names(one): one for one in wanted}
    for names, first in sorted(by_key.items(), key=lambda item: (bool(item[1].endpoint), item[1].provider, item[0])):
        given = [one for one in wanted if _names(one) == names]
        page = first.key_from.removeprefix("docs/")
        where = f"[{page}]({page})" if page != first.key_from else f"<{page}>"
        provider = ", ".join(dict.fromkeys(one.provider for one in given))
        yield f"| {provider} | {' and '.join(_quoted(names))}{_optional(given)} | {where} | {_given(given)} |"


def _names(model: Model) -> tuple[str, ...]:
    return (*model.secrets, *filter(None, [model.endpoint]))


def _optional(given: Sequence[Model]) -> str:
    beside = {name: None for one in given for name in one.variables if name not in _names(one)}
    return f" (optional: {', '.join(_quoted(beside))})" if beside else ""


def _quoted(names: Iterable[str]) -> list[str]:
    return [f"`{name}`" for name in names]


def _given(given: Sequence[Model]) -> str:
    kinds = [(kind, [one.id for one in given if kind in one.makes]) for kind in KINDS]
    return "; ".join(f"{_WORDS[kind]}: {_some(names)}" for kind, names in kinds if names)


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(_quoted(names[:_NAMED])) + more


def listed(catalogue: Sequence[Model]) -> Iterator[str]:
    """Every model that is not this machine's own, by kind."""
    rows = [(kind, one) for kind in KINDS for one in catalogue if kind in one.makes and one.provider != "local"]
    for kind, found in groupby(rows, key=lambda row: row[0]):
        yield f"### {TITLES[kind]}\n"
        yield "| model | by | price | ends | looked up | could not be confirmed |"
        yield "|---|---|---|---|---|---|"
        yield from sorted((_row(one) for _, one in found), key=lambda row: "| gone" in row)
        yield ""


def _row(model: Model) -> str:
    also = "".join(f", `{name}`" for name in model.aliases)
    unsure = model.note.partition("unverified:")[2].strip()
    cells = (f"`{model.id}`{also}", model.provider, price(model), _life(model), str(model.checked), unsure)
    return f"| {' | '.join(cells)} |"


def _life(model: Model) -> str:
    follows = f", then `{model.replaced_by}`" if model.replaced_by else ""
    match model.lifecycle:
        case "shut_down":
            return f"gone: `{model.replaced_by}`"
        case "deprecated":
            return f"{model.shut_down_on or 'soon'}{follows}"
        case "no_public_service":
            return "no public service"
    return ""


def spoken(catalogue: Iterable[Model]) -> set[str]:
    """Every wire that somebody's model speaks."""
    return {one.spoken_by for one in catalogue if one.lifecycle != "shut_down" and one.provider != "local"}
