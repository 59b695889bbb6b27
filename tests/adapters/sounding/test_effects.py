"""Effects by a vendor: bought once a name, placed so that what matters of them meets the cue."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from local.vendors.serving import account_at, served
from local.vendors.shop import Shop
from spotworks.adapters.local.sound.signal import wav
from spotworks.adapters.providers.elevenlabs import ElevenLabs
from spotworks.adapters.sounding.effects import VendorEffects
from spotworks.catalogue import load
from spotworks.domain.generation import EffectCue, EffectsRequest
from spotworks.domain.model import Model
from spotworks.domain.sound import Effects
from spotworks.errors import DeliveryUnusable, InvalidRequest, ProviderUnavailable
from spotworks.ports import Sounded
from tests.adapters.local.listening import edge, heard, peak_db
from tests.fakes.files import MemoryFiles

MODEL = Model(
    id="elevenlabs_effects", provider="elevenlabs", vendor_id="eleven_text_to_sound_v2", name="Effects",
    makes=("effects",), prices=({"usd": "0.01", "unit": "effect"},),
)  # fmt: skip
CENT = Decimal("0.01")


def request(*cues):
    return EffectsRequest(model="elevenlabs_effects", cues=[EffectCue(name=n, at=at) for n, at in cues], seed=3)


def made(foley, files, asked):
    product = VendorEffects(foley, MODEL, files, "t/acme/").make(asked)
    return product, Effects.model_validate_json(product.content).effects


class Studio:
    """Effects of a shape: silence for a second, then a sound that is loudest 0.3 s later."""

    def __init__(self, fails=()):
        self.asked, self.fails = [], fails

    def sound(self, cue, *, seconds, model, seed):
        self.asked.append((cue.name, seconds))
        if cue.name in self.fails:
            raise ProviderUnavailable("down")
        time = np.arange(round((seconds + 1) * 48_000)) / 48_000 - 1
        swell = np.exp(-(((time - 0.3) / 0.1) ** 2)) * (time > 0)
        return Sounded(content=wav(swell * np.sin(time * 3000) * 0.5), content_type="audio/wav", cost_usd=CENT)


def test_a_name_is_bought_once_for_all_its_cues_and_never_again():
    files, studio = MemoryFiles(), Studio()
    cues = (("whoosh", Fraction(4)), ("pop", Fraction(5)), ("whoosh", Fraction(8)))
    product, effects = made(studio, files, request(*cues))
    assert (product.cost_usd, sorted(studio.asked)) == (2 * CENT, [("pop", 0.5), ("whoosh", 1.2)])
    assert [effect.name for effect in effects] == ["whoosh", "pop", "whoosh"]
    assert effects[0].key == effects[2].key != effects[1].key
    later, _ = made(studio, files, request(("pop", Fraction(1))))
    assert (later.cost_usd, len(studio.asked)) == (0, 2)


def test_the_peak_of_a_whoosh_and_the_beginning_of_a_pop_meet_their_cues_without_the_silence_before_them():
    files = MemoryFiles()
    _, (whoosh, pop) = made(Studio(), files, request(("whoosh", Fraction(4)), ("pop", Fraction(5))))
    sound = heard(files.read(whoosh.key))
    loudest = float(whoosh.at) + float(np.abs(sound).max(axis=0).argmax()) / 48_000
    assert loudest == pytest.approx(4, abs=0.05)
    assert pop.at == 5
    assert np.abs(heard(files.read(pop.key))[:, :12_000]).max() > 0.005
    assert whoosh.duration == Fraction(sound.shape[1], 48_000) < Fraction(3, 2)
    for effect in (whoosh, pop):
        assert peak_db(heard(files.read(effect.key))) == pytest.approx(-12, abs=0.6)
        assert edge(heard(files.read(effect.key))) < 0.005


def test_what_would_be_heard_before_the_video_is_cut_off():
    files = MemoryFiles()
    _, (early, late) = made(Studio(), files, request(("whoosh", Fraction(1, 5)), ("whoosh", Fraction(5))))
    assert early.at == 0
    assert early.key != late.key
    assert late.duration - early.duration == pytest.approx(5 - late.at - Fraction(1, 5), abs=0.001)


def test_an_unknown_name_is_refused_before_anything_is_bought():
    studio = Studio()
    with pytest.raises(InvalidRequest, match='no effect is called "meow"'):
        made(studio, MemoryFiles(), request(("pop", Fraction(1)), ("meow", Fraction(2))))
    assert studio.asked == []


def test_a_failure_keeps_and_tells_what_was_paid_for():
    files = MemoryFiles()
    with pytest.raises(ProviderUnavailable) as caught:
        made(Studio(fails={"whoosh"}), files, request(("pop", Fraction(1)), ("whoosh", Fraction(2))))
    paid = sum(key.endswith(".json") for key in files.objects)
    assert caught.value.spent == paid * CENT
    product, _ = made(Studio(), files, request(("pop", Fraction(1)), ("whoosh", Fraction(2))))
    assert product.cost_usd == (2 - paid) * CENT


def test_an_effect_that_is_silent_is_refused():
    class Mute(Studio):
        def sound(self, cue, *, seconds, model, seed):
            return Sounded(content=wav(np.zeros(48_000)), content_type="audio/wav", cost_usd=CENT)

    with pytest.raises(DeliveryUnusable, match='the effect "pop" is silent') as caught:
        made(Mute(), MemoryFiles(), request(("pop", Fraction(1))))
    assert caught.value.spent == CENT


def test_every_cue_of_the_plan_has_its_recipe_and_comes_over_the_wire():
    from spotworks.adapters.local.effects import RECIPES

    assert load("sounds")["effects"].keys() == RECIPES.keys()
    with served(Shop(seconds=0.0)) as shop:
        foley = ElevenLabs(account_at(shop, "elevenlabs"))
        product, effects = made(foley, MemoryFiles(), request(*[(name, Fraction(9)) for name in RECIPES]))
    assert product.cost_usd == len(RECIPES) * CENT
    assert {effect.name for effect in effects} == set(RECIPES)
