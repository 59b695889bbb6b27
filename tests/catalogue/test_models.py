"""Catalogues of models: what our own says, and how mistakes in one are told."""

import tomllib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotworks.catalogue import models, own_files
from spotworks.catalogue.places import Places
from spotworks.catalogue.reading import Source, read_models
from spotworks.errors import CatalogueRejected

GOOD = """
[defaults]
provider = "acme"
secrets = ["ACME_KEY"]
key_from = "https://acme.example/keys"
source = "acme's pages"
checked = 2026-11-20

[[models]]
id = "acme_film"
name = "Acme Film"
makes = ["clip"]
aliases = ["film"]
durations = [5, 10]
resolutions = ["720p"]
prices = [
  { usd = "0.20", unit = "clip", seconds = 5 },
  # the long one
  { usd = "0.40", unit = "clip", seconds = 10 },
]

[[models]]
id = "acme_song"
name = "Acme Song"
makes = ["music"]
checked = 2026-11-21

[[models.prices]]
usd = "0.10"
unit = "song"
"""


def read(text: str, *more: str):
    texts = {"acme": text} | {f"other{number}": one for number, one in enumerate(more)}
    return read_models(Source(name, one) for name, one in texts.items())


def mistakes(text: str, *more: str) -> list[str]:
    with pytest.raises(CatalogueRejected) as caught:
        read(text, *more)
    return caught.value.message.splitlines()[1:]


def test_our_own_catalogue_holds_no_mistake_and_no_name_twice():
    found = models()
    names = [name for model in found for name in (model.id, *model.aliases)]
    assert len(names) == len(set(names)) > 100
    assert found[0].id == "local"
    assert len({model.provider for model in found}) > 15


def test_each_price_has_a_source_and_a_day():
    assert all(model.source and model.checked for model in models())


def test_each_kind_can_be_made_by_several_vendors():
    for kind in ("clip", "image", "voice", "effects", "music", "language"):
        assert len({model.provider for model in models() if kind in model.makes}) >= 2, kind


def test_what_a_file_says_for_all_is_said_by_each():
    film, song = read(GOOD)
    assert (film.provider, song.provider) == ("acme", "acme")
    assert (film.checked.day, song.checked.day) == (20, 21)
    assert song.prices[0].usd == Decimal("0.10")


# What is put in the place of what, and what is told after the file's name: line and field.
WRONG = {
    "a price that is no number": ('usd = "0.40"', 'usd = "cheap"', "19, acme_film.prices[1].usd: must be a number"),
    "a price of nothing": ('usd = "0.20"', 'usd = "0"', "17, acme_film.prices[0].usd: must be more than 0"),
    "a price in another table": ('usd = "0.10"', 'usd = "x"', "29, acme_song.prices[0].usd: must be a number"),
    "no price for a length": ("seconds = 10 }", "seconds = 5 }", "16, acme_film.prices: the catalogue has no"),
    "a length that is none": ("seconds = 5 }", "seconds = 6 }", "17, acme_film.prices[0].seconds: 6 is not"),
    "a field that is none": ('name = "Acme Film"', 'title = "x"', "11, acme_film.title: is not a field here"),
    "a field that is missing": ('name = "Acme Film"\n', "", "9, acme_film.name: is missing"),
    "a kind that is none": ('["clip"]', '["film"]', "12, acme_film.makes[0]: must be 'clip',"),
    "a name that cannot be": ('"film"', '"Film 2"', "13, acme_film.aliases: 'Film 2': must be 2 to 40"),
    "a reserved name": ('"film"', '"auto"', "13, acme_film.aliases: 'auto': is a word"),
    "a mistake in what is said for all": ("2026-11-20", '"soon"', "7, acme_film.checked: must be a valid date"),
    "no day": ("checked = 2026-11-20\n", "", "8, acme_film.checked: is missing"),
    "no source": ('source = "acme\'s pages"\n', "", "8, acme_film.source: is missing"),
    "no place for a key": ('key_from = "https://acme.example/keys"\n', "", "8, acme_film.key_from: is missing"),
    "an end of what is available": (
        'name = "Acme Film"', 'name = "Acme Film"\nshut_down_on = 2027-01-01',
        "9, acme_film.lifecycle: must be deprecated or shut_down",
    ),
    "an end without a successor": (
        'name = "Acme Film"', 'name = "x"\nlifecycle = "shut_down"', "9, acme_film.replaced_by: is missing"
    ),
    "a successor that is none": (
        'name = "Acme Film"', 'name = "x"\nreplaced_by = "nobody"', "12, acme_film.replaced_by: there is no model"
    ),
    "a successor that makes something else": (
        'name = "Acme Film"', 'name = "x"\nreplaced_by = "acme_song"', "12, acme_film.replaced_by: acme_song makes"
    ),
    "a successor of itself": (
        'name = "Acme Film"', 'name = "x"\nreplaced_by = "acme_film"', "12, acme_film.replaced_by: goes round in"
    ),
    "a name twice": ('"film"', '"acme_song"', "23, acme_song.id: 'acme_song' is taken by acme line 13"),
    "lengths said twice": (
        "durations = [5, 10]", "durations = [5, 10]\nlongest = 10\nshortest = 5",
        "14, acme_film.durations: has no place beside",
    ),
    "a size of no aspect": (
        "durations = [5, 10]", 'durations = [5, 10]\nsizes = { "2:1" = "wide" }', "15, acme_film.sizes.2:1: is not"
    ),
    "more patience than a video has": (
        "durations = [5, 10]", "durations = [5, 10]\nmost_minutes = 81", "15, acme_film.most_minutes: must be from 1"
    ),
    "lengths from nowhere to": ("durations = [5, 10]", "shortest = 5", "14, acme_film.shortest: has no place without"),
    "no shape at all": ("durations = [5, 10]", "aspects = []", "14, acme_film.aspects: must not be empty"),
    "a shape that is no ratio": (
        "durations = [5, 10]", 'durations = [5, 10]\naspects = ["16:9", "wide"]', "15, acme_film.aspects[1]: 'wide'"
    ),
    "a resolution that says nothing": (
        'resolutions = ["720p"]', 'resolutions = ["HD"]', "15, acme_film.resolutions[0]: 'HD': must say how many lines"
    ),
    "a prompt of less than nothing": ("durations = [5, 10]", "prompt_max = -3", "14, acme_film.prompt_max: must be"),
    "pictures of nothing": ("durations = [5, 10]", "image_max = 0", "14, acme_film.image_max: must be from 10,000 to"),
    "a rate of less than nothing": ("durations = [5, 10]", "fps = -4", "14, acme_film.fps: must be from 1 to 240, not"),
    "a time of less than nothing": ("durations = [5, 10]", "output_hours = -2", "14, acme_film.output_hours: must be"),
    "a time that is none": ("durations = [5, 10]", "output_hours = nan", "14, acme_film.output_hours: must be from 0"),
    "fewer pictures than none": ("durations = [5, 10]", "references = -1", "14, acme_film.references: must be from 0"),
    "a price below nothing": (
        'usd = "0.20"', 'usd = "-1"', "17, acme_film.prices[0].usd: must be more than 0"
    ),
    "what the installation says": (
        "durations = [5, 10]", "durations = [5, 10]\navailable = true", "15, acme_film.available: is set by"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "told"), WRONG.values(), ids=WRONG)
def test_a_mistake_is_told_with_file_line_and_field(old, new, told):
    found = mistakes(GOOD.replace(old, new, 1))
    assert any(line.startswith(f"acme line {told}") for line in found), found


def test_all_mistakes_are_told_at_once():
    text = GOOD.replace('usd = "0.40"', 'usd = "a"').replace('usd = "0.10"', 'usd = "b"').replace("2026-11-21", "1")
    assert len(mistakes(text, "not = toml = at all", "a = 1")) == 5


@pytest.mark.parametrize(
    ("text", "line"),
    [("[[models]]\nid = = 3\n", 2), ("[[models]]\nid = [1,\n2\n", 3), ('[[models]]\nid = """a\n', 2),
     ("[[models]]\nid = {a = 1", 2), ("[[models", 1)],
)  # fmt: skip
def test_what_is_not_toml_is_told_with_its_line(text, line):
    [told] = mistakes(text)
    assert told.startswith(f"acme line {line}: is not TOML: ")
    assert "at line" not in told
    assert "end of document" not in told


@pytest.mark.parametrize(
    ("option", "value", "wants"),
    [
        ("frame_step", "four", "a whole number from 1 to 64"), ("frame_step", "0", "a whole number from 1"),
        ("frame_step", "4.5", "a whole number"), ("steps", "-1", "a whole"), ("thinking", "much", "a whole"),
        ("gpu_gb", "40 GB", "a number, 0 or more"), ("gpu_hour_usd", "nan", "a number"), ("usd.text_in", "-30", "a"),
    ],
)  # fmt: skip
def test_an_option_that_is_read_as_a_number_has_to_be_one(option, value, wants):
    text = GOOD.replace("durations = [5, 10]", f'durations = [5, 10]\noptions = {{ "{option}" = "{value}" }}')
    [told] = mistakes(text)
    assert told.startswith(f"acme line 15, acme_film.options.{option}: must be {wants}")
    assert told.endswith(f", not {value!r}")


def test_a_server_of_ones_own_costs_nothing_or_more():
    text = GOOD.replace("durations = [5, 10]", 'durations = [5, 10]\nendpoint = "ACME_URL"')
    assert read(text.replace('usd = "0.20"', 'usd = "0"'))[0].prices[0].usd == 0
    [told] = mistakes(text.replace('usd = "0.20"', 'usd = "-1"'))
    assert told.startswith("acme line 18, acme_film.prices[0].usd: must not be less than 0 dollars")


def test_what_is_a_name_to_one_wire_is_a_number_to_another():
    text = GOOD.replace("durations = [5, 10]", 'durations = [5, 10]\noptions = { frames = "num_frames" }')
    assert read(text)[0].options["frames"] == "num_frames"
    text = text.replace('name = "Acme Film"', 'name = "Acme Film"\nwire = "diffuse"')
    assert "options.frames: must be a whole number from 1" in mistakes(text)[0]


@pytest.mark.parametrize("text", ["", "models = 3", "[models]\nid = 'x'", "[[models]]\n[[defaults]]"])
def test_a_file_without_models_is_told_by_name(text):
    assert mistakes(text)[0].startswith("acme: ")


def test_another_packages_models_come_after_ours():
    found = models([("acme", GOOD), ("later", lambda: GOOD.replace("acme_", "late_").replace('"film"', '"late"'))])
    assert [model.id for model in found[-4:]] == ["acme_film", "acme_song", "late_film", "late_song"]


def test_a_clash_with_another_package_names_both():
    with pytest.raises(CatalogueRejected) as caught:
        models([("acme", GOOD.replace("acme_film", "kling"))])
    assert "acme line 10, kling.id: 'kling' is taken by models/replicate.toml line " in caught.value.message


def test_what_a_package_gives_has_to_be_text():
    with pytest.raises(CatalogueRejected, match="acme: is neither TOML text nor a function"):
        models([("acme", 3)])


def test_every_field_of_our_own_files_is_found_where_it_stands():
    for source in own_files():
        lines, places = source.text.splitlines(), Places(source.text)
        for number, table in enumerate(tomllib.loads(source.text)["models"]):
            assert lines[places.line(number) - 1] == "[[models]]"
            for field in table:
                assert lines[places.line(number, (field,)) - 1].startswith((f"{field} = ", f"[models.{field}]"))


@given(st.text(alphabet="[]modelsid=\"'{},# \n0", max_size=60))
def test_no_text_breaks_the_reading(text):
    with pytest.raises(CatalogueRejected):
        read(text)
