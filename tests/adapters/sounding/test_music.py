"""Music by a vendor: as long as the video, its beats found; from one at once, from another when it is done."""

from fractions import Fraction
from functools import partial
from itertools import pairwise

import numpy as np
import pytest

from local.vendors.faults import Faults
from local.vendors.serving import account_at, served
from local.vendors.shop import Shop
from spotworks.adapters.local.sound.signal import wav
from spotworks.adapters.providers.downloads import download
from spotworks.adapters.providers.elevenlabs import ElevenLabs
from spotworks.adapters.providers.replicate import Replicate
from spotworks.adapters.sounding.music import VendorMusic
from spotworks.domain.generation import MusicRequest
from spotworks.domain.model import Model
from spotworks.domain.screenplay import MusicBrief
from spotworks.domain.sound import Music
from spotworks.errors import DeliveryUnusable, ProviderUnavailable
from spotworks.ports import Output
from tests.adapters.local.listening import edge, heard
from tests.fakes.files import MemoryFiles

ELEVEN = Model(
    id="elevenlabs_music", provider="elevenlabs", vendor_id="music_v1", name="ElevenLabs music", makes=("music",),
    shortest=3, longest=600, prices=({"usd": "0.01", "unit": "second"},),
)  # fmt: skip
VERSION = "671ac645ce5e552cc63a54a2bbff63fcf798043055d2dac5fc9e36a837eedcfb"
MUSICGEN = Model(
    id="musicgen", provider="replicate", vendor_id=f"meta/musicgen:{VERSION}", name="MusicGen", makes=("music",),
    shortest=1, longest=30, prices=({"usd": "0.15", "unit": "song"},),
    options={"seconds": "duration", "seed": "seed"},
)  # fmt: skip


def request(seconds=Fraction(25, 2), cuts=(), mood="calm"):
    brief = MusicBrief(mood=mood, tempo=96, seed=5)
    return MusicRequest(model="elevenlabs_music", brief=brief, duration=seconds, cuts=cuts)


@pytest.fixture(scope="module")
def served_shop():
    with served(Shop(seconds=0.0)) as found:
        yield found


@pytest.fixture
def shop(served_shop):
    served_shop.faults = Faults()
    served_shop.paid.clear()
    return served_shop


def composer(shop, files, model=ELEVEN):
    account = account_at(shop, model.provider)
    return VendorMusic(model, files, "t/acme/", fetch=partial(download, allow=account.allow))


def bought(shop, files, wanted):
    """Of ElevenLabs, which answers at once; what is on the shelf is not bought."""
    music = composer(shop, files)
    if (found := music.find(wanted)) is not None:
        return found
    return music.delivered(wanted, ElevenLabs(account_at(shop, "elevenlabs")).create(music.order(wanted)).outputs)


def test_a_piece_is_as_long_as_the_video_and_tells_its_beats(shop):
    files = MemoryFiles()
    product = bought(shop, files, request())
    music = Music.model_validate_json(product.content)
    sound = heard(files.read(music.key))
    assert (sound.shape, music.duration) == ((2, 600_000), Fraction(25, 2))
    assert edge(sound[:, -2:]) < 0.001
    assert music.tempo == 120
    steps = [after - before for before, after in pairwise(music.beats)]
    assert all(step == pytest.approx(0.5, abs=0.01) for step in steps)
    assert set(music.bars) <= set(music.beats)
    assert product.note == "Calm, by ElevenLabs music, 120 beats a minute"
    [work] = shop.paid.values()
    assert "calm ambient" in work.ask.prompt
    assert "96 BPM" in work.ask.prompt
    assert work.body["music_length_ms"] == 13_000


def test_what_a_composer_is_told_ends_with_a_sentence(shop):
    most = len(composer(shop, MemoryFiles()).order(request()).prompt) - 20
    told = composer(shop, MemoryFiles(), ELEVEN.model_copy(update={"prompt_max": most})).order(request()).prompt
    assert told.startswith("Instrumental background music")
    assert told.endswith(".")
    assert len(told) <= most


def test_a_new_edit_of_the_same_length_keeps_its_music(shop):
    files = MemoryFiles()
    bought(shop, files, request(cuts=(Fraction(3), Fraction(6))))
    again = bought(shop, files, request(seconds=Fraction(64, 5), cuts=(Fraction(4),)))
    assert len(shop.paid) == 1
    assert Music.model_validate_json(again.content).duration == Fraction(64, 5)
    bought(shop, files, request(mood="epic"))
    assert len(shop.paid) == 2


def test_a_vendor_that_works_on_it_is_heard_when_it_is_done(shop):
    files, vendor = MemoryFiles(), Replicate(account_at(shop, "replicate"))
    music = composer(shop, files, MUSICGEN)
    wanted = request(Fraction(40))
    product = music.delivered(wanted, vendor.poll(vendor.create(music.order(wanted)), MUSICGEN).outputs)
    assert Music.model_validate_json(product.content).duration == 30  # the edit lets it come again
    [work] = shop.paid.values()
    assert (work.ask.kind, work.body["version"]) == ("song", VERSION)
    assert work.body["input"] == {"prompt": work.ask.prompt, "duration": 30, "seed": 5}
    assert music.find(wanted) is not None


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "does not decode"), (wav(np.zeros((2, 48_000 * 13))), "is silent"), (wav(np.ones(48_000)), "s long")],
)
def test_music_that_cannot_be_used_is_refused_and_not_kept(shop, content, why):
    files = MemoryFiles()
    with pytest.raises(DeliveryUnusable, match=why):
        composer(shop, files).delivered(request(), [Output(content=content, content_type="audio/wav")])
    assert files.objects == {}


def test_a_vendor_that_delivers_nothing_is_refused(shop):
    with pytest.raises(DeliveryUnusable, match="elevenlabs_music delivered nothing"):
        composer(shop, MemoryFiles()).delivered(request(), [])


def test_a_file_that_never_comes_may_be_asked_for_again(shop):
    with pytest.raises(ProviderUnavailable):
        composer(shop, MemoryFiles()).delivered(request(), [Output(url=f"{shop.base}/files/nothing")])


def test_music_without_a_beat_says_so_and_keeps_the_tempo_that_was_asked_for(shop):
    noise = np.random.default_rng(1).standard_normal((2, 48_000 * 13)) / 10
    delivered = [Output(content=wav(noise), content_type="audio/wav")]
    product = composer(shop, MemoryFiles()).delivered(request(), delivered)
    music = Music.model_validate_json(product.content)
    assert (music.tempo, music.beats, music.bars) == (96, (), ())
    assert product.note.endswith("no steady beat was found")
