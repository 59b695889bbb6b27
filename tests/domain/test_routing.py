"""Which model is asked first, and which after it."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.model import Model, Price
from spotworks.domain.routing import AUTO, LOCAL, Record, Shape, chain, fits, per_accepted

CLIP = Shape(kind="clip", aspect="9:16", parts=(Fraction(4), Fraction(6)))


def model(name: str, usd: str = "0.10", *, provider: str = "", **about) -> Model:
    prices = (Price(usd=Decimal(usd), unit="second"),) if usd else ()
    return Model(**({"id": name, "provider": provider or name, "name": name, "makes": ("clip",), "prices": prices,
                     "first_frame": "optional", "durations": (5, 10)} | about))  # fmt: skip


CHEAP, DEAR, OTHER = model("cheap", "0.02"), model("dear", "0.50"), model("other", "0.10")
ALL = (DEAR, OTHER, CHEAP)


def names(wanted: str, shape: Shape = CLIP, models=ALL, records=None, **by) -> list[str]:
    return [link.model for link in chain(wanted, shape, models, records or {}, **by)]


def test_the_one_that_was_asked_for_is_first_then_the_cheapest_of_other_vendors_and_this_machine_last():
    assert names("dear") == ["dear", "cheap", "other", LOCAL]
    assert names(AUTO) == ["cheap", "other", "dear", LOCAL]
    assert names(LOCAL) == [LOCAL]


def test_a_vendor_is_tried_once():
    twin = model("twin", "0.03", provider="cheap")
    assert names(AUTO, models=(*ALL, twin)) == ["cheap", "other", "dear", LOCAL]
    assert names("twin", models=(*ALL, twin)) == ["twin", "other", "dear", LOCAL]


def test_one_that_often_fails_costs_more_than_its_price_says():
    seen = {"cheap": Record(asked=40, accepted=2, spent=Decimal(8)), "other": Record(asked=40, accepted=40)}
    assert names(AUTO, records=seen)[0] == "other"
    assert per_accepted(CHEAP, CLIP, seen["cheap"]) == Decimal(4)


def test_few_calls_say_little():
    assert names(AUTO, records={"cheap": Record(asked=1, accepted=0)})[0] == "cheap"


def test_the_fastest_is_first_where_speed_counts():
    seen = {"dear": Record(asked=9, accepted=9, seconds=90.0)}
    assert names(AUTO, records=seen, by="speed")[0] == "dear"


def test_of_prices_that_are_nearly_the_same_the_one_with_more_room_is_first():
    narrow, wide = model("narrow", "0.100", concurrency=1), model("wide", "0.104", concurrency=4)
    assert names(AUTO, models=(narrow, wide))[:2] == ["wide", "narrow"]
    assert names(AUTO, models=(narrow, model("dearer", "0.13", concurrency=4)))[0] == "narrow"


def test_speed_counts_how_much_is_made_at_once():
    seen = {"dear": Record(asked=9, accepted=9, seconds=9 * 50.0)}  # sooner by itself, but one after the other
    assert (
        names(AUTO, models=(DEAR.model_copy(update={"concurrency": 1}), OTHER), records=seen, by="speed")[0] == "other"
    )


def test_the_catalogues_order_stays_where_that_is_the_preference():
    assert names(AUTO, by="preference") == ["dear", "other", "cheap", LOCAL]


def test_only_what_makes_the_same_shape_is_tried():
    wrong = (
        model("square", aspects=("1:1",)),
        model("from_words", first_frame="no"),
        model("painter", makes=("image",)),
        model("keyless", available=False),
    )
    assert names(AUTO, models=wrong) == [LOCAL]
    whole = CLIP.model_copy(update={"whole": True, "parts": (Fraction(8),)})
    short = model("short", durations=(4, 6))
    assert not fits(short, whole)
    assert fits(short, CLIP)  # two of its clips make the longer part


def test_a_clip_with_a_sound_is_made_by_those_who_can_and_at_their_price_for_it():
    loud = CLIP.model_copy(update={"sound": "yes"})
    prices = tuple(Price(usd=Decimal(usd), unit="second", sound=sound) for sound, usd in ((False, "0.01"), (True, "9")))
    maybe, always = (model(how, native_audio=how) for how in ("optional", "always"))
    dear = model("dearly", native_audio="optional").model_copy(update={"prices": prices})
    assert names(AUTO, loud, (CHEAP, dear, maybe, always)) == ["optional", "always", "dearly", LOCAL]
    assert names(AUTO, CLIP, (dear, maybe)) == ["dearly", "optional", LOCAL]


def test_a_server_of_ones_own_has_no_price_and_is_used_by_its_name_alone():
    own = model("own", "")
    assert names("own", models=(*ALL, own))[0] == "own"
    assert "own" not in names(AUTO, models=(*ALL, own))


def test_one_that_works_from_words_alone_is_used_by_its_name_before_those_that_begin_from_the_picture():
    words, film = model("words", first_frame="no"), model("film", first_frame="no", durations=(4,))
    assert names("words", models=(*ALL, words)) == ["words", "cheap", "other", LOCAL]
    assert "words" not in names(AUTO, models=(*ALL, words))
    whole = CLIP.model_copy(update={"whole": True})
    assert "film" not in names("film", whole, models=(*ALL, film)), "it has to fit all the same"


PICTURE = Shape(kind="image", aspect="9:16", parts=(Fraction(0), Fraction(0)))


def painter(name: str, usd: str, more: str = "0", **about) -> Model:
    prices = (Price(usd=Decimal(usd), unit="image"), Price(usd=Decimal(more), unit="reference"))
    return model(name, makes=("image",), durations=(), prices=prices, **({"first_frame": "no"} | about))


def test_pictures_with_the_users_photo_to_show_are_drawn_by_those_who_can_be_given_it_and_the_reason_says_so():
    words, editor, seer = (
        painter("words", "0.003"),
        painter("editor", "0.04", first_frame="optional"),
        painter("seer", "0.05", references=3),
    )
    found = chain(AUTO, PICTURE, (words, seer, editor), {})
    assert [link.model for link in found] == ["editor", "seer", LOCAL]
    assert found[0].why == "$0.0400 for one that can be used, from the photo"
    plain = PICTURE.model_copy(update={"has_picture": False})
    assert names(AUTO, plain, (words, seer, editor)) == ["words", "editor", "seer", LOCAL]
    assert "photo" not in chain(AUTO, plain, (seer,), {})[0].why


def test_one_that_takes_no_photo_is_used_by_its_name_and_the_reason_says_what_it_was_not_given():
    words, seer = painter("words", "0.003"), painter("seer", "0.05", references=3)
    assert names(AUTO, PICTURE, (words,)) == [LOCAL], "this machine shows the photo itself"
    found = chain("words", PICTURE, (words, seer), {})
    assert [(link.model, link.why) for link in found[:1]] == [("words", "asked for, from words alone")]
    assert [link.model for link in found] == ["words", "seer", LOCAL]
    assert chain("seer", PICTURE, (words, seer), {})[0].why == "asked for, from the photo"


def test_what_the_photo_adds_to_the_price_counts():
    cheaper, dearer = painter("cheaper", "0.03", "0.05", references=3), painter("dearer", "0.05", references=3)
    assert names(AUTO, PICTURE, (cheaper, dearer))[0] == "dearer"
    assert names(AUTO, PICTURE.model_copy(update={"has_picture": False}), (cheaper, dearer))[0] == "cheaper"


def test_the_price_that_counts_is_what_the_parts_are_paid_for():
    rounds_up = model("rounds_up", "0.03", durations=(10,))  # cheaper a second than `exact`, and pays for 20
    exact = model("exact", "0.05", durations=(4, 6))
    assert names(AUTO, models=(rounds_up, exact))[0] == "exact"


@given(
    st.lists(st.integers(0, 400), min_size=1, max_size=8),
    st.sampled_from(["price", "speed", "preference"]),
    st.integers(0, 50), st.integers(0, 50),
)  # fmt: skip
def test_a_chain_ends_here_and_names_nobody_twice(cents, by, asked, accepted):
    models = [model(f"m{n}", str(Decimal(c) / 100 or "0.01"), provider=f"p{n % 3}") for n, c in enumerate(cents)]
    record = Record(asked=asked, accepted=min(asked, accepted), spent=Decimal(asked), seconds=accepted)
    found = names("m0", models=models, records={"m0": record}, by=by)
    assert found[0] == "m0"
    assert found[-1] == LOCAL
    assert len(set(found)) == len(found) <= 4
