"""What is kept, for how long, and what a prefix names."""

from datetime import UTC, datetime, timedelta

import pytest

from spotworks.domain.caches import CACHES, CRITIQUES, MADE, RESEARCH, SCRIPT_LIFE, SOUNDS, prefixes
from spotworks.errors import InvalidRequest

NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


def test_expiries_are_those_of_the_requirements():
    lives = {cache.name: cache.life and cache.life.days for cache in CACHES}
    assert lives == {"research": 1, "critiques": None, "sounds": 30, "made": 30}
    assert SCRIPT_LIFE.days == 7


@pytest.mark.parametrize("cache", CACHES, ids=lambda cache: cache.name)
def test_what_was_kept_is_good_until_it_expires(cache):
    life = cache.life or timedelta(days=3_650)
    assert cache.is_good(NOW, NOW)
    assert cache.is_good(NOW - life + MOMENT, NOW)
    assert cache.is_good(NOW - life, NOW) == (cache.life is None)


@pytest.mark.parametrize("cache", CACHES, ids=lambda cache: cache.name)
def test_for_a_fresh_job_only_what_was_kept_since_is_good(cache):
    assert not cache.is_good(NOW - MOMENT, NOW, NOW)
    assert cache.is_good(NOW, NOW, NOW)


def test_a_clock_that_is_a_little_behind_does_not_buy_again_and_the_future_is_not_believed():
    assert SOUNDS.is_good(NOW + timedelta(seconds=5), NOW)
    assert not RESEARCH.is_good(NOW + timedelta(days=1), NOW)


@pytest.mark.parametrize(
    ("prefix", "key"),
    [
        ("research", "t/acme/research/"),
        ("sounds/voice", "t/acme/sounds/voice/"),
        ("sounds/music/lyria-3.1/", "t/acme/sounds/music/lyria-3.1/"),
    ],
)
def test_a_prefix_names_the_tenants_own_in_whole_words(prefix, key):
    assert prefixes("acme", prefix) == (key,)


def test_all_names_every_cache_and_nothing_else():
    keys = [cache.key("acme", "") for cache in (RESEARCH, CRITIQUES, SOUNDS, MADE)]
    assert prefixes("acme", "all") == tuple(keys)


@pytest.mark.parametrize(
    "prefix", ["", "/", "j", "cas", "mad", "scripts", "sounds/..", "sounds//voice", "../rival", "made/*"]
)
def test_what_is_no_cache_is_refused_by_name(prefix):
    with pytest.raises(InvalidRequest, match="must begin with research, critiques, sounds, made") as caught:
        prefixes("acme", prefix)
    assert caught.value.field == "prefix"
