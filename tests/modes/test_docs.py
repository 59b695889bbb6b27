"""docs/modes.md against the modes themselves."""

import re
from pathlib import Path

import pytest

from spotworks.modes import InstalledModes
from tests.modes.material import NAMES

TEXT = (Path(__file__).parents[2] / "docs/modes.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_option_of_a_mode_is_told_with_its_values_and_its_default(name):
    [section] = re.findall(rf"^## {name}$(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    told = {row[0].strip("` "): row for row in (line.split("|")[1:-1] for line in section.splitlines() if "|" in line)}
    options = InstalledModes().find(name).get_metadata().options.get("properties", {})
    assert set(told) - {"option", "---"} == set(options)
    for option, about in options.items():
        values = re.findall(r"`(\w+)`", told[option][1])
        if "enum" in about:
            assert values == about["enum"]
            assert told[option][2].strip("` ") == about["default"]
