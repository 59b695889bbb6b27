"""Catalogues of models, from TOML to values; what is wrong with them is told all at once, with file, line and field."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from spotworks.catalogue.checks import Finding, among, within
from spotworks.catalogue.places import Path, Places
from spotworks.domain.model import Model
from spotworks.domain.refusal import words
from spotworks.errors import CatalogueRejected

_TABLES = {"models", "defaults"}
_INSTALLED = {"available", "why_not", "warning"}
_AT_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")


@dataclass(frozen=True)
class Source:
    """name: for people, "models/fal.toml" or a package's; text: TOML, or a function that returns it."""

    name: str
    text: object


@dataclass(frozen=True)
class _Row:
    """One [[models]] table, with its file's defaults under it. model: None where it does not read."""

    source: str
    places: Places
    number: int
    table: dict[str, Any]
    model: Model | None
    mistakes: tuple[Finding, ...] = ()

    def told(self, path: Path, what: str) -> str:
        """ "models/fal.toml line 12, pika.prices[0].usd: must be a number"."""
        field = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
        return f"{self.place(path)}, {self.table.get('id') or f'model {self.number + 1}'}{field}: {what}"

    def place(self, path: Path) -> str:
        return f"{self.source} line {self.places.line(self.number, path)}"


def read_models(sources: Iterable[Source]) -> tuple[Model, ...]:
    """In the order of the sources. Raises CatalogueRejected with every mistake in any of them."""
    mistakes: list[str] = []
    rows = [row for source in sources for row in _rows(source, mistakes)]
    for row in rows:
        mistakes += [row.told(path, what) for path, what in row.mistakes]
    good = [row for row in rows if row.model is not None]
    models = [row.model for row in good if row.model is not None]
    mistakes += [good[number].told(path, what) for number, path, what in among(models, [row.place for row in good])]
    if mistakes:
        plural = "a mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"
        raise CatalogueRejected(f"the catalogue of models holds {plural}:\n" + "\n".join(mistakes), field="model")
    return tuple(models)


def _rows(source: Source, mistakes: list[str]) -> Iterator[_Row]:
    """Its tables; what is wrong with the whole of it goes to the mistakes."""
    text = source.text() if callable(source.text) else source.text
    if not isinstance(text, str):
        mistakes.append(f"{source.name}: is neither TOML text nor a function that returns it")
        return
    try:
        parsed = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        line = (at and at[1]) or len(text.splitlines())  # what is never closed is missed at the end
        mistakes.append(f"{source.name} line {line}: is not TOML: {_AT_LINE.sub('', str(error))}")
        return
    tables, defaults = parsed.get("models"), parsed.get("defaults", {})
    if not isinstance(tables, list) or not isinstance(defaults, dict) or not all(isinstance(t, dict) for t in tables):
        mistakes.append(f"{source.name}: needs [[models]], and [defaults] only as a table")
        return
    mistakes += [f"{source.name}: {name} is no table of a catalogue" for name in parsed if name not in _TABLES]
    places = Places(text)
    for number, table in enumerate(tables):
        yield _row(source.name, places, number, {**defaults, **table})


def _row(source: str, places: Places, number: int, table: dict[str, Any]) -> _Row:
    set_here: list[Finding] = [((name,), "is set by the installation") for name in sorted(_INSTALLED & set(table))]
    try:
        model = Model.model_validate(table)
    except ValidationError as error:
        wrong = [(one["loc"], words(one)) for one in error.errors(include_url=False)]
        return _Row(source, places, number, table, None, (*set_here, *wrong))
    return _Row(source, places, number, table, model, (*set_here, *within(model)))
