from fractions import Fraction

import numpy as np
import pytest

from spotworks.adapters.local.effects import RECIPES, LocalEffects
from spotworks.domain.generation import EffectCue, EffectsRequest
from spotworks.domain.sound import Effects
from spotworks.errors import InvalidRequest
from tests.adapters.local.listening import RATE, edge, heard, peak_db
from tests.fakes.files import MemoryFiles


def make(files, *cues, seed=3):
    request = EffectsRequest(model="local", cues=tuple(EffectCue(name=n, at=at) for n, at in cues), seed=seed)
    product = LocalEffects(files, "t/acme/").make(request)
    assert (product.model, product.cost_usd) == ("synthesised", 0)
    return Effects.model_validate_json(product.content).effects


def loudest(sound):
    """Seconds at which 20 ms of it hold the most energy."""
    power = np.convolve((sound**2).sum(axis=0), np.ones(960), "same")
    return power.argmax() / RATE


@pytest.mark.parametrize("name", RECIPES)
def test_an_effect_is_quiet_stereo_without_clicks_or_dc_and_peaks_at_its_cue(name):
    files = MemoryFiles()
    (effect,) = make(files, (name, Fraction(10)))
    sound = heard(files.read(effect.key))
    assert sound.shape == (2, effect.duration * RATE)
    assert peak_db(sound) == pytest.approx(-12, abs=0.1)
    assert edge(sound) < 0.001
    assert abs(sound.mean()) < 0.001
    late = 0.25 if name == "sparkle" else 0.08
    assert float(effect.at) + loudest(sound) == pytest.approx(10, abs=late)


def test_a_peak_too_near_the_beginning_still_meets_its_cue():
    files = MemoryFiles()
    (effect,) = make(files, ("riser", Fraction(1)))
    sound = heard(files.read(effect.key))
    assert effect.at == 0
    assert sound.shape[1] == effect.duration * RATE
    assert loudest(sound) == pytest.approx(1, abs=0.08)
    assert edge(sound) < 0.001


def test_repeats_take_turns_and_reuse_files():
    files = MemoryFiles()
    effects = make(files, *[("whoosh", Fraction(n)) for n in (2, 4, 6, 8)])
    keys = [effect.key for effect in effects]
    assert keys[0] == keys[2] != keys[1] == keys[3]
    assert sorted(files.writes) == sorted(set(keys))
    make(files, ("whoosh", Fraction(30)))
    assert len(files.writes) == 2


def test_the_same_seed_gives_the_same_bytes_and_another_does_not():
    bodies = []
    for seed in (1, 1, 2):
        files = MemoryFiles()
        (effect,) = make(files, ("pop", Fraction(1)), seed=seed)
        bodies.append(files.read(effect.key))
    assert bodies[0] == bodies[1] != bodies[2]


def test_an_unknown_name_is_refused_with_the_known_ones():
    with pytest.raises(InvalidRequest, match=r"boing.*whoosh") as caught:
        make(MemoryFiles(), ("boing", Fraction(1)))
    assert caught.value.field == "cues"


def test_no_cues_make_no_effects():
    assert make(MemoryFiles()) == ()
