"""Channels, their scripts and their fingerprints in the table."""

from datetime import date

import pytest

from spotworks.adapters.aws.channels import TableChannels
from spotworks.domain.channel import REMEMBERED, Channel, EditionScript, Print
from spotworks.errors import NotFound
from tests.fakes.plans import make_brief, make_screenplay, make_strategy

DAY = date(2026, 11, 21)


@pytest.fixture
def channels(table, clock):
    return TableChannels(table, clock)


def make_channel(name="tips", **about):
    return Channel(id=name, brief=make_brief(**about))


def keep(channels, clock, video_id="v1", channel="tips", day=DAY, **about):
    script = EditionScript(
        channel=channel, day=day, variation=0, video_id=video_id, angle="tip", asked=make_brief(), brief=make_brief(),
        strategy=make_strategy(), screenplay=make_screenplay(),
    )  # fmt: skip
    made = clock.now().isoformat(timespec="milliseconds")
    channels.keep("acme", script, Print(video_id=video_id, day=day, made=made, angle="tip", words=(1, 2), **about))
    return script


def test_channels_are_kept_changed_listed_and_removed(channels):
    for name in ("tips", "daily"):
        channels.put("acme", make_channel(name))
    channels.put("acme", make_channel("tips", title="Mugs"))
    channels.put("rival", make_channel("tips"))
    assert channels.get("acme", "tips").brief.title == "Mugs"
    assert [one.id for one in channels.list("acme")] == ["daily", "tips"]
    assert {(tenant, one.id) for tenant, one in channels.all()} == {
        ("acme", "daily"), ("acme", "tips"), ("rival", "tips")
    }  # fmt: skip
    channels.remove("acme", "tips")
    channels.remove("acme", "tips")
    with pytest.raises(NotFound, match="there is no channel tips"):
        channels.get("acme", "tips")
    assert channels.get("rival", "tips").id == "tips"


def test_a_daily_brief_set_before_there_were_channels_is_the_channel_daily(channels, table):
    old = {"gsi1pk": "DAILY", "gsi1sk": "acme", "tenant": "acme", "doc": make_brief(title="Old").model_dump_json()}
    table.put({"pk": "T#acme", "sk": "DAILY"} | old)
    assert channels.get("acme", "daily") == make_channel("daily", title="Old")
    assert channels.all() == [("acme", make_channel("daily", title="Old"))]
    channels.put("acme", make_channel("daily", title="New"))
    assert [one.brief.title for one in channels.list("acme")] == ["New"]


def test_channels_beyond_one_page_are_all_found(channels):
    names = {(f"t{n % 3}", f"c{n}") for n in range(101)}
    for tenant, name in names:
        channels.put(tenant, make_channel(name))
    found = [(tenant, one.id) for tenant, one in channels.all()]
    assert (set(found), len(found)) == (names, 101)


def test_a_script_is_found_by_its_day_for_a_week(channels, clock, table):
    script = keep(channels, clock)
    assert channels.script("acme", "tips", DAY, 0) == script
    assert channels.script("acme", "tips", DAY, 1) is None
    assert channels.script("acme", "other", DAY, 0) is None
    assert channels.script("rival", "tips", DAY, 0) is None
    clock.move(days=7, seconds=-1)
    assert channels.script("acme", "tips", DAY, 0) == script
    clock.move(seconds=1)
    assert channels.script("acme", "tips", DAY, 0) is None
    assert table.get("T#acme#C#tips", "SCRIPT#2026-11-21#0")["expires"] == int(clock.now().timestamp())


def test_the_last_videos_are_remembered_newest_first_and_older_ones_forgotten(channels, clock, table):
    for number in range(REMEMBERED + 3):
        keep(channels, clock, f"v{number}")
        clock.move(days=1)
    assert [mark.video_id for mark in channels.prints("acme", "tips")] == [f"v{n}" for n in range(32, 2, -1)]
    assert len(list(table.query("T#acme#C#tips", prefix="PRINT#"))) == REMEMBERED


def test_the_pictures_of_a_video_are_added_to_what_is_remembered(channels, clock):
    keep(channels, clock)
    channels.seen("acme", "tips", "v1", ("0f", "f0"))
    channels.seen("acme", "tips", "nobody", ("00",))
    [mark] = channels.prints("acme", "tips")
    assert (mark.pictures, mark.words) == (("0f", "f0"), (1, 2))


def test_a_removed_channel_is_forgotten(channels, clock):
    channels.put("acme", make_channel())
    keep(channels, clock)
    channels.remove("acme", "tips")
    assert channels.prints("acme", "tips") == []
    assert channels.script("acme", "tips", DAY, 0) is None
