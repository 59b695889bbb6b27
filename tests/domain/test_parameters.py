"""What was understood of a brief, told to people."""

from spotworks.domain.parameters import Flag, Parameter, Parameters

FOUND = Parameters(
    parameters=(
        Parameter(name="duration", value="15 s", origin="inferred", evidence="15 seconds"),
        Parameter(name="aspect", value="9:16", origin="given"),
    ),
    flags=(Flag(trouble="contradiction", words=("calm", "fast"), suggestion="say which"),),
)


def test_each_line_says_what_and_why() -> None:
    assert list(FOUND.told()) == [
        "duration: 15 s (from “15 seconds”)",
        "aspect: 9:16 (given)",
        "contradiction: “calm”, “fast”: say which",
    ]


def test_what_was_not_understood_has_no_value() -> None:
    assert FOUND.value("duration") == "15 s"
    assert FOUND.value("price") == ""


def test_it_survives_storing() -> None:
    assert Parameters.model_validate_json(FOUND.model_dump_json()) == FOUND


def test_what_was_read_says_where_and_a_flag_without_words_says_what_to_do() -> None:
    read = Parameter(name="price", value="$129", origin="read", evidence="JSON-LD offers.price")
    flag = Flag(trouble="pictures", words=(), suggestion="upload one")
    found = Parameters(parameters=(read,), flags=(flag,))
    assert list(found.told()) == [
        "price: $129 (read from the page: JSON-LD offers.price)",
        "pictures: upload one",
    ]
    assert (found.origin("price"), found.origin("tone")) == ("read", "defaulted")
