"""A remark put into a plan: what it asks for becomes different, all else stays word for word."""

from fractions import Fraction

import pytest

from spotworks.domain.brand import BrandKit, Colours
from spotworks.domain.brief import Brief
from spotworks.domain.feedback import applied, understood
from spotworks.domain.legibility import ENOUGH, contrast, luminance
from spotworks.domain.plan_diff import brief_diff, diff
from spotworks.domain.requests import clip_request, image_request, voice_request
from spotworks.domain.research import Box, Reference, References
from spotworks.domain.screenplay import Camera, ScreenText
from tests.fakes.plans import make_brief, make_scene, play_of

NOTHING = References()
ASKED = make_brief(duration=20)


def photo(name):
    return Reference(asset_id=name, key=name, width=9, height=9, focus=Box(x=0, y=0, w=1, h=1))


def plan(**about):
    """Five scenes of four seconds; the last is the end card."""
    scenes = [make_scene(n, Fraction(4), transition="cut" if n == 0 else "push", **about) for n in range(4)]
    card = make_scene(
        4, Fraction(4), layout="end_card", text=ScreenText(headline="Acme", detail="acme.com", button="Go")
    )
    return play_of((*scenes, card))


def revise(remark, play=None, brief=ASKED, references=NOTHING):
    play = play or plan()
    return applied(understood(remark, play), brief, play, references)


def lines(remark, **about):
    before = about.get("play") or plan()
    done = revise(remark, **about)
    return [str(d) for d in (*diff(before, done.play), *brief_diff(about.get("brief", ASKED), done.brief))]


def test_one_line_is_changed_and_nothing_else():
    before, done = plan(), revise('say "New words." in scene 2')
    assert done.play.scenes[1].voice_over == ("New words.",)
    same = done.play.scenes[1].model_copy(update={"voice_over": before.scenes[1].voice_over})
    assert done.play.model_copy(update={"scenes": (before.scenes[0], same, *before.scenes[2:])}) == before
    assert done.brief == ASKED
    assert lines('say "New words." in scene 2') == ["scene 2: line: Line number 1. -> New words."]


def test_slower_is_a_slower_music_softer_turns_and_a_shorter_way_of_the_camera():
    done = revise("slower").play
    assert done.music.tempo < plan().music.tempo
    assert {scene.transition for scene in done.scenes[1:4]} == {"crossfade"}
    assert done.scenes[0].camera.end.w > plan().scenes[0].camera.end.w
    assert "unhurried" in done.scenes[0].motion_prompt
    assert done.duration == 20


def test_faster_keeps_the_cameras_window_in_the_picture_and_its_pixels():
    camera = Camera(start=Box(x=0.2, y=0, w=0.8, h=0.8), end=Box(x=0, y=0.2, w=0.78, h=0.78))
    for scene in revise("faster", plan(camera=camera)).play.scenes[:4]:
        end = scene.camera.end
        assert end.w >= 0.75
        assert 0 <= end.x <= 1 - end.w
        assert 0 <= end.y <= 1 - end.h


@pytest.mark.parametrize("side", ["warmer", "cooler", "brighter", "darker"])
def test_a_tinted_palette_stays_legible(side):
    palette = revise(side).play.palette
    for ink, ground in ((palette.ink, palette.background), (palette.accent_ink, palette.accent)):
        assert contrast(luminance(ink), luminance(ground)) >= ENOUGH
    assert palette != plan().palette
    assert f"{side.capitalize()} light and colours." in revise(side).play.scenes[0].visual_prompt


def test_the_brands_own_colours_are_not_tinted():
    kit = BrandKit(palette=Colours(accent="#0055ff"))
    done = revise("warmer", brief=ASKED.model_copy(update={"kit": kit}))
    assert done.play.palette.accent == "#0055ff"
    assert done.play.palette.background != plan().palette.background


def test_a_dropped_scene_leaves_the_others_with_their_requests():
    before, done = plan(), revise("drop scene 2")
    assert [scene.index for scene in done.play.scenes] == [0, 1, 2, 3]
    assert (done.play.duration, done.brief.duration) == (16, 16)
    for old, new in zip((before.scenes[0], *before.scenes[2:]), done.play.scenes, strict=True):
        one, two = (image_request(p, s, NOTHING, ASKED) for p, s in ((before, old), (done.play, new)))
        assert one == two
        about = {"model": "local", "first_frame": "x"}
        assert clip_request(before, old, 0, ASKED, **about) == clip_request(done.play, new, 0, ASKED, **about)
    assert lines("drop scene 2") == ["video: seconds: 20 -> 16", "scene 2: dropped: Line number 1."]


def test_scenes_are_dropped_by_the_numbers_of_the_plan_that_was_seen():
    done = revise('drop scenes 1 and 3, say "Still here." in scene 4').play
    assert [scene.voice_over[0] for scene in done.scenes] == ["Line number 1.", "Still here.", "Line number 4."]
    assert done.scenes[0].transition == "cut"


def test_a_scene_that_is_dropped_twice_takes_no_other_with_it():
    assert len(revise("drop scene 2, remove the second scene").play.scenes) == 4


def test_no_more_is_dropped_than_leaves_a_video():
    done = revise("drop scenes 1, 2, 3, 4 and 5")
    assert len(done.play.scenes) == 1
    assert len(done.undone) == 1
    assert "too little would be left" in done.undone[0]


def test_a_shorter_video_gives_up_what_its_lines_leave_then_scenes_of_the_middle():
    done = revise("12 seconds")
    assert sum(scene.duration for scene in done.play.scenes) == done.brief.duration == 12
    assert len(done.play.scenes) == 5
    short = revise("4 seconds").play
    assert short.duration == 4
    assert short.scenes[-1].layout == "end_card"
    assert short.scenes[0].beat == "hook"
    assert len(short.scenes) < 5
    assert all(sum(scene.chunks) == scene.duration for scene in short.scenes)


def test_a_length_that_the_lines_do_not_allow_is_refused_with_the_reason():
    wordy = plan(voice_over=("This line goes on and on about everything that there is to know of a mug of this kind.",))
    [reason] = revise("make scene 2 3 seconds", wordy).undone
    assert reason.startswith("“make scene 2 3 seconds”: its lines need ")
    assert revise("2 seconds").undone == ("“2 seconds”: a video takes from 3 to 1,200 seconds",)


def test_another_music_leaves_the_voice_as_it_was():
    done = revise("calmer music").play
    assert done.music.mood == "calm"
    assert voice_request(done) == voice_request(plan())
    assert lines("calmer music") == ["music: mood: warm -> calm"]


def test_another_voice_is_the_other_one_and_leaves_the_music():
    done = revise("another voice").play
    assert done.has_deep_voice != plan().has_deep_voice
    assert done.music == plan().music
    assert lines("another voice") == ["voice: sound: light -> deep"]
    assert revise("another voice", done).play.has_deep_voice == plan().has_deep_voice
    assert revise("female voice").undone == ("“female voice”: the voice is light already",)


def test_less_text_keeps_headlines_and_the_end_card():
    text = ScreenText(kicker="New", headline="A mug", detail="350 ml")
    done = revise("less text", plan(text=text)).play
    assert [s.text for s in done.scenes[:4]] == [ScreenText(headline="A mug")] * 4
    assert done.scenes[4].text.detail == "acme.com"
    assert revise("less text").undone == ("“less text”: no words but headlines are left to take away",)


def test_what_is_to_be_seen_goes_into_the_prompt_before_what_it_forbids():
    prompt = "A mug on a table. No lettering."
    done = revise("show the handle in scene 3", plan(visual_prompt=prompt))
    assert done.play.scenes[2].visual_prompt == "A mug on a table. Shown clearly, close up: handle. No lettering."
    assert done.play.scenes[1].visual_prompt == prompt
    assert "photo of it" in done.notes[0]
    assert revise("show the handle", brief=make_brief(duration=20, model="paid")).notes == ()


def test_a_photo_can_be_put_into_a_scene_if_there_is_one():
    two = References(pictures=(photo("a"), photo("b")))
    assert revise("use photo 2 in scene 3", references=two).play.scenes[2].picture == 1
    assert revise("use photo 3 in scene 3", references=two).undone[0].endswith("the video was made with 2 photo(s)")


def test_a_redrawn_scene_is_drawn_by_another_chance_each_time():
    requests = [
        image_request(p, p.scenes[1], NOTHING, ASKED)
        for p in (plan(), revise("redraw scene 2").play, revise("redraw scene 2", revise("redraw scene 2").play).play)
    ]
    assert len({request.seed for request in requests}) == 3
    assert lines("redraw scene 2") == ["scene 2: picture: drawn again"]


def test_words_are_replaced_wherever_they_stand():
    done = revise('replace "Headline" with "Title"').play
    assert [scene.text.headline for scene in done.scenes[:2]] == ["Title 0", "Title 1"]
    assert revise('replace "Bowl" with "Cup"').undone == ("“replace “Bowl” with “Cup””: “Bowl” is not in its words",)


def test_what_cannot_be_drawn_is_refused():
    [reason] = revise("headline «漢字» in scene 1").undone
    assert "Latin or Cyrillic" in reason


def test_a_logo_grows_within_bounds_where_there_is_one():
    assert revise("bigger logo").undone == ("“bigger logo”: the video has none; make it with --brand-kit",)
    brief = ASKED.model_copy(update={"kit": BrandKit(logo="l")})
    assert lines("bigger logo", brief=brief) == ["video: size of the logo: 100 % -> 140 %"]
    huge = ASKED.model_copy(update={"kit": BrandKit(logo="l", logo_size=2)})
    assert revise("bigger logo", brief=huge).undone == ("“bigger logo”: it is as large as it can be",)


def test_what_is_not_understood_is_said_back_and_the_rest_done():
    done = revise("make it pop, warmer")
    assert done.undone == ("“make it pop”: not understood",)
    assert done.play != plan()


def test_equal_differences_of_several_scenes_are_told_once():
    assert "scenes 1-5: picture: Warmer light and colours." in lines("warmer")


def test_a_plan_and_a_kit_without_changes_are_stored_as_before():
    assert "chance" not in plan().model_dump_json()
    assert "voice_mood" not in plan().model_dump_json()
    assert "logo_size" not in BrandKit().model_dump_json()
    assert Brief.model_validate_json(ASKED.model_dump_json()) == ASKED
