"""Who makes what of a plan."""

from decimal import Decimal
from fractions import Fraction

from spotworks.domain.casting import cast, recut
from spotworks.domain.model import Model, Price
from tests.fakes.plans import make_brief, make_screenplay


def model(name: str, kind: str, usd: str, unit: str, **about) -> Model:
    price = Price(usd=Decimal(usd), unit=unit)
    return Model(id=name, provider=name, name=name, makes=(kind,), prices=(price,), **about)


CLIPS = model("clips", "clip", "0.01", "second", first_frame="required", durations=(4, 8))
LONG = model("long", "clip", "0.02", "second", first_frame="optional", durations=(4, 8))
SHORT = model("short", "clip", "0.015", "second", first_frame="optional", durations=(2,))
PAINTER = model("painter", "image", "0.03", "image")
SPEAKER = model("speaker", "voice", "0.0001", "character")
COMPOSER = model("composer", "music", "0.08", "song")
MODELS = (CLIPS, LONG, SHORT, PAINTER, SPEAKER, COMPOSER)
EVERYTHING = {
    "model": "auto", "image_model": "auto", "voice_model": "auto", "effects_model": "auto", "music_model": "auto"
}  # fmt: skip


def casting(budget: str = "5", models=MODELS, **about):
    return cast(make_screenplay(10), make_brief(budget=budget, **about), models, {})


def test_what_is_made_here_is_as_the_writer_left_it():
    play, found = casting()
    assert play == make_screenplay(10)
    assert (found.links, found.told) == ({}, ())


def test_scenes_are_cut_for_the_first_model_and_those_after_it_make_such_clips():
    play, found = casting(model="clips")
    assert {scene.chain for scene in play.scenes} == {("clips", "long", "local")}  # not `short`: its clips are of 2 s
    assert [sum(scene.chunks) for scene in play.scenes] == [scene.duration for scene in play.scenes]
    assert max(chunk for scene in play.scenes for chunk in scene.chunks) <= 8
    assert found.links["clip"][0].why == "asked for"


def test_each_kind_has_its_makers():
    play, found = casting(**EVERYTHING)
    assert play.makers == {
        "image": ("painter", "local"), "voice": ("speaker", "local"), "music": ("composer", "local")
    }  # fmt: skip
    assert play.makers_of("effects") == ("local",)  # nobody here sells any
    assert set(found.links) == {"clip", "image", "voice", "music"}
    assert found.told == ("effects_model: made on this machine, as no model that is set up here makes sounds",)


def test_pictures_are_left_to_whoever_can_be_given_the_photos_that_scenes_show():
    seer = model("seer", "image", "0.05", "image", references=3)
    plain = make_screenplay(10)
    scenes = (plain.scenes[0].model_copy(update={"picture": 0}), plain.scenes[1])
    for play, makers in ((plain, "painter seer local"), (plain.model_copy(update={"scenes": scenes}), "seer local")):
        found, _ = cast(play, make_brief(budget="5", image_model="auto"), (PAINTER, seer), {})
        assert found.makers_of("image") == tuple(makers.split())


def test_pictures_that_nobody_can_draw_from_the_photo_are_drawn_here_and_the_job_says_so():
    plain = make_screenplay(10)
    scenes = (plain.scenes[0].model_copy(update={"picture": 0}), plain.scenes[1])
    play = plain.model_copy(update={"scenes": scenes})
    found, casting = cast(play, make_brief(budget="5", image_model="auto"), (PAINTER,), {})
    assert found.makers_of("image") == ("local",)
    [told] = casting.told
    assert told.startswith("image_model: made on this machine")
    assert told.endswith("from a photo where there is one")


def test_what_is_left_to_us_keeps_within_the_budget_and_says_so():
    play, found = casting(budget="0.20", **EVERYTHING)
    assert (play.makers_of("music"), play.makers_of("voice")) == (("local",), ("speaker", "local"))
    assert "music_model: made on this machine, as composer would pass the budget" in found.told
    assert "clip" in found.links


def test_what_was_asked_for_by_name_is_never_put_aside_for_the_budget():
    play, _ = casting(budget="0.01", model="long", music_model="auto")
    assert play.scenes[0].chain[0] == "long"
    assert play.makers_of("music") == ("local",)


def test_a_model_that_does_not_fit_is_told_of():
    play, found = casting(model="clips", models=(CLIPS.model_copy(update={"available": False}), LONG))
    assert play.scenes[0].chain == ("long", "local")
    assert found.told == ("model: clips cannot be used for this video, long makes it",)


def test_scenes_that_show_what_is_there_get_no_maker():
    play = make_screenplay(10)
    shown = play.model_copy(update={"scenes": tuple(s.model_copy(update={"generated": False}) for s in play.scenes)})
    found, links = cast(shown, make_brief(budget="5", model="auto", image_model="auto"), MODELS, {})
    assert found.scenes == shown.scenes
    assert links.links == {}


def test_a_retimed_plan_is_cut_again_by_its_first_models_lengths():
    play, _ = casting(model="long")
    longer = play.model_copy(
        update={"scenes": tuple(scene.model_copy(update={"duration": Fraction(11)}) for scene in play.scenes)}
    )
    for scene in recut(longer, MODELS).scenes:
        assert sum(scene.chunks) == 11
        assert len(scene.chunks) == 2
    assert recut(make_screenplay(10), MODELS) == make_screenplay(10)


def test_effects_are_counted_only_for_scenes_whose_clips_bring_none():
    foley = model("foley", "effects", "1", "effect")
    sounding = CLIPS.model_copy(update={"native_audio": "always"})
    for models, made in (((CLIPS, foley), ("foley", "local")), ((sounding, foley), ("local",))):
        play, _ = cast(make_screenplay(10), make_brief(budget="9", model="clips", effects_model="auto"), models, {})
        assert play.makers_of("effects") == made


def test_what_planning_took_and_judging_will_take_is_not_there_to_be_bought_for():
    rates = (Price(usd=Decimal("0.000004"), unit="token in"), Price(usd=Decimal("0.00001"), unit="token out"))
    thinker = model("thinker", "language", "0", "song").model_copy(update={"prices": rates})  # 0.009 for a picture
    play, brief = make_screenplay(10), make_brief(budget="0.20", **EVERYTHING)

    def bought(**about):
        return set(cast(play, brief, MODELS, {}, **about)[1].links)

    assert bought() == {"clip", "voice", "image"}  # for 0.1843
    assert bought(language=thinker) == {"clip", "voice"}
    assert bought(language=thinker, spent=Decimal("0.16")) == {"voice"}
    assert bought(language=thinker, spent=Decimal("0.19")) == set()


def test_who_ends_soon_is_warned_of_where_it_is_tried_first_and_nobody_named_it():
    clips, long = (one.model_copy(update={"warning": f"{one.name} will be shut down"}) for one in (CLIPS, LONG))
    assert casting(models=(clips, long), model="auto")[1].told == ("model: clips will be shut down",)
    assert casting(models=(CLIPS, long), model="auto")[1].told == ()  # it is the second
    assert casting(models=(clips, LONG), model="clips")[1].told == ()  # as was told when it was asked for
