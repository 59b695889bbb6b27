"""docs/providers.md against the catalogue, the entry points and the pages of the providers."""

import re
from importlib.metadata import entry_points

from bench import costs
from spotworks.catalogue import models
from tests.catalogue.page import PAGE, WIRES, renewed, spoken

TEXT = PAGE.read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `(\w+)` \| (?=[WODS][ :;])[^|]*(?:\|[^|]*)\| (.*) \|$", TEXT, re.MULTILINE))
"""Wires, and the links to their pages."""


def test_its_tables_are_those_of_the_catalogue():
    assert renewed(TEXT) == TEXT, "run `make providers`"


def test_the_page_of_costs_is_that_of_the_catalogue_and_of_the_rules_that_plan():
    assert costs.page() == costs.PAGE.read_text(encoding="utf-8"), "run `python -m bench costs write`"


def test_every_wire_that_a_model_speaks_and_every_adapter_says_how_it_was_verified():
    ours = {entry.name for group in WIRES for entry in entry_points(group=group) if "spotworks." in entry.value}
    assert set(ROWS) == spoken(models()) | ours


def test_every_page_of_a_provider_belongs_to_a_wire():
    linked = {name for links in ROWS.values() for name in re.findall(r"\(providers/([\w.]+)\)", links)}
    pages = {path.name for path in (PAGE.parent / "providers").glob("*.md")} - {"catalogue.md"}
    assert linked == pages


def test_each_key_is_told_on_the_page_of_whoever_wants_it():
    for model in models():
        links = re.findall(r"\((providers/[\w.]+)\)", ROWS.get(model.spoken_by, ""))
        told = "".join((PAGE.parent / link).read_text(encoding="utf-8") for link in links)
        for name in model.variables if model.lifecycle != "shut_down" else ():
            assert name in told, f"{model.id}: {name} is not in {links}"
