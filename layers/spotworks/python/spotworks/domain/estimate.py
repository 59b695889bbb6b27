"""What a video will cost, item by item, before anything is spent: an upper bound where there is no plan yet."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_UP, Decimal
from fractions import Fraction
from math import ceil, floor

from spotworks.domain.base import Frozen, Usd
from spotworks.domain.brief import Brief, ClipSound, Quality
from spotworks.domain.costs import Part
from spotworks.domain.generation import EffectsRequest, VoiceRequest
from spotworks.domain.lifecycle import named
from spotworks.domain.model import (
    Model,
    clip_price,
    length_for,
    paid_lengths_upto,
    picture_price,
    piece_for,
    price_of,
    rate_of,
)
from spotworks.domain.money import ORCHESTRATION, render_cost
from spotworks.domain.requests import effects_request
from spotworks.domain.screenplay import Screenplay
from spotworks.domain.speech import seconds as spoken_for

# As many scenes as catalogue/beats.toml gives a video of up to so many seconds; a test holds it. Longer ones have one
# for every seven seconds, from ten to forty of them.
_SCENES = ((8, 2), (11, 3), (22, 5), (44, 7), (75, 12))
_LONG_SCENE, _FEWEST, _MOST = 7, 10, 40

_CHARACTERS = 16  # that are spoken in a second, at most
_CUES, _EFFECTS = 2, 7  # sounds of a scene at most, its turn and its beat; and different ones (EffectCue), bought once
_SOUND = Fraction(3)  # seconds of a sound, at most
_LETTERS, _TOKENS = 3, 25  # of a text a token, at least; of a second of speech tokens (Gemini's)
_CALL = (3_000, 1_500)  # tokens in and out of one call that plans (research/providers.md section 8)
_LOOK = (1_500, 300)  # and of one that judges a picture
_DEAREST = (6_000, 12_000)  # of one that plans at most, beside what its model may think; a test holds it
_SPREAD = (Fraction(3, 5), Fraction(7, 5))  # of the mean: how short and long the scenes of a plan are

_WHAT: dict[Part, str] = {
    "planning": "Planning", "judging": "Judging pictures", "image": "Pictures", "clip": "Clips", "voice": "Voice",
    "effects": "Effects", "music": "Music", "render": "Rendering", "running": "Running the job",
}  # fmt: skip
_MILLIONTH, _HUNDREDTH_OF_A_CENT = Decimal("0.000001"), Decimal("0.0001")


class Cast(Frozen):
    """Who makes what of a video. None: this machine, for nothing but its time."""

    clip: Model | None = None
    image: Model | None = None
    voice: Model | None = None
    effects: Model | None = None
    music: Model | None = None
    language: Model | None = None


LOCAL = Cast()


class Item(Frozen):
    """what: for people ("Clips"); units: how much of it ("4 of 6 s, 1 of 10 s"); model: an id, or "" for none."""

    part: Part
    what: str
    units: str
    usd: Usd
    model: str = ""


class Estimate(Frozen):
    """total: of the items, rounded up to a hundredth of a cent. call: what a call of the language model may take, which
    is set aside before it, though few take as much.
    """

    items: tuple[Item, ...]
    total: Usd
    call: Usd = Decimal(0)

    @property
    def least(self) -> Decimal:
        """What a budget must hold: the last call of a plan is made when those before it are paid for."""
        return max(self.total, self.of("planning") + self.call)

    def of(self, part: Part) -> Decimal:
        return sum((item.usd for item in self.items if item.part == part), start=Decimal(0))

    def told(self) -> str:
        """In a line, the dearest first: "Clips by hailuo_fast $1.33 (7 of 6 s), ..."; the rest is under a cent each."""
        dear = sorted((item for item in self.items if item.usd >= Decimal("0.01")), key=lambda item: -item.usd)
        rest = sum((item.usd for item in self.items if item not in dear), start=Decimal(0))
        named = [f"{item.what}{item.model and f' by {item.model}'} ${_cents(item.usd)} ({item.units})" for item in dear]
        return ", ".join([*named, f"{'the rest' if dear else 'all of it'} ${rest.normalize():f}"])


def estimate(
    brief: Brief,
    cast: Cast = LOCAL,
    play: Screenplay | None = None,
    *,
    models: Sequence[Model] = (),
    generates: bool = True,
) -> Estimate:
    """An upper bound of one variation's cost; with its plan what the models really ask, in the brief's quality.

    What critics send back and vendors fail at is made again only within the cap, and is not in it.
    models: the catalogue, in which a plan's scenes find the model that each of them tries first.
    generates: whether the brief's mode makes pictures and clips.
    """
    found = [item for item in _items(brief, cast, play, models, generates) if item.usd]
    total = sum((item.usd for item in found), start=Decimal(0))
    call = _dearest_call(cast.language) if cast.language else Decimal(0)
    return Estimate(items=tuple(found), total=_rounded(total), call=_rounded(call))


def _items(
    brief: Brief, cast: Cast, play: Screenplay | None, models: Sequence[Model], generates: bool
) -> Iterator[Item]:
    length = f"{float(brief.duration):g} s"
    scenes = sum(scene.generated for scene in play.scenes) if play else scenes_at_most(brief.duration) * generates
    if cast.language:
        yield from _thinking(cast.language, brief, scenes)
    if cast.image and scenes:
        shown = scenes * bool(brief.reference_assets or brief.url)  # at most
        if play:
            shown = sum(scene.generated and scene.picture is not None for scene in play.scenes)
        usd = (scenes - shown) * picture_price(cast.image, photo=False) + shown * picture_price(cast.image, photo=True)
        yield _item("image", cast.image, f"{scenes} pictures", usd)
    if play:
        yield from clips_of(play, models, brief.clip_sound, brief.quality)
    elif cast.clip and scenes:
        yield clips_at_most(brief.duration, scenes, cast.clip, brief.clip_sound, brief.quality)
    if cast.voice:
        yield _item("voice", cast.voice, *_voice(brief, cast.voice, play))
    if cast.effects:
        asked = effects_request(play, models=models, sound=brief.clip_sound).cues if play else ()
        cues = len({cue.name for cue in asked}) if play else min(_EFFECTS, _CUES * scenes_at_most(brief.duration))
        yield _item("effects", cast.effects, f"{cues} different sounds", cues * unit_price(cast.effects, _SOUND))
    if cast.music:
        yield _item("music", cast.music, f"a piece of {length}", music_price(cast.music, brief.duration))
    yield _item("render", None, f"{length} in {brief.quality} quality", render_cost(brief))
    yield _item("running", None, "functions, storage, states", ORCHESTRATION)


def _item(part: Part, model: Model | None, units: str, usd: Decimal) -> Item:
    exact = usd.quantize(_MILLIONTH, rounding=ROUND_UP)
    return Item(part=part, what=_WHAT[part], model=model.id if model else "", units=units, usd=exact)


def _rounded(usd: Decimal) -> Decimal:
    return usd.quantize(_HUNDREDTH_OF_A_CENT, rounding=ROUND_UP)


def _cents(usd: Decimal) -> Decimal:
    return usd.quantize(Decimal("0.01"), rounding=ROUND_UP)


def scenes_at_most(duration: Fraction) -> int:
    for upto, count in _SCENES:
        if duration <= upto:
            return count
    return min(_MOST, max(_FEWEST, round(duration / _LONG_SCENE)))


def clips_of(
    play: Screenplay, models: Sequence[Model], sound: ClipSound = "no", quality: Quality = "standard"
) -> Iterator[Item]:
    """What a plan's scenes take of the models that they try first, one a model."""
    scenes = [scene for scene in play.scenes if scene.generated]
    for name in dict.fromkeys(scene.chain[0] for scene in scenes):
        if model := named(name, models):
            parts = [part for scene in scenes if scene.chain[0] == name for part in scene.chunks]
            paid = Counter(length_for(part, model) for part in parts)
            units = ", ".join(f"{count} of {float(length):g} s" for length, count in sorted(paid.items(), reverse=True))
            prices = (clip_price(model, length, sound, quality) * count for length, count in paid.items())
            yield _item("clip", model, units, sum(prices, start=Decimal(0)))


def clips_at_most(
    duration: Fraction, scenes: int, model: Model, sound: ClipSound = "no", quality: Quality = "standard"
) -> Item:
    """However the duration is shared among so many scenes, none of them far from the mean (_SPREAD).

    A scene's price over its length is a staircase; on the lowest concave line over its steps, scenes that are all of
    one length cost the most (Jensen), and that is the bound.
    """
    if not model.lengths:
        return _item("clip", model, f"{float(duration):g} s", clip_price(model, duration, sound, quality))
    mean = duration / scenes
    shortest = floor(mean * _SPREAD[0]) + 1
    longest = max(ceil(mean * _SPREAD[1]), floor(mean) + 1)
    paid = paid_lengths_upto(longest, model)
    steps = {
        second - 1: sum(Fraction(clip_price(model, Fraction(one), sound, quality)) for one in paid[second])
        for second in range(shortest, longest + 1)
    }
    under = {second: price for second, price in steps.items() if second <= mean}
    lines = (
        low + (steps[end] - low) * (mean - start) / (end - start)
        for start, low in under.items()
        for end in steps.keys() - under.keys()
    )
    each = max((*lines, *under.values()))
    total = Decimal(each.numerator) * scenes / each.denominator
    return _item("clip", model, f"for at most {scenes} scenes", total)


def unit_price(model: Model, seconds: Fraction | None = None) -> Decimal:
    """Of one sound; nothing of a model that costs nothing but its machine."""
    return price_of(model, seconds=seconds) if model.prices else Decimal(0)


def music_price(model: Model, duration: Fraction) -> Decimal:
    """Of one piece as long as the video, or as long as the model makes them."""
    return unit_price(model, Fraction(piece_for(duration, model)))


def voice_price(model: Model, characters: int, seconds: Fraction) -> Decimal:
    """By what the model is paid by: characters, tokens or seconds of speech."""
    units = {price.unit for price in model.prices}
    if "character" in units:
        return rate_of(model, "character") * characters
    if "token out" in units:
        return _tokens(model, (ceil(characters / _LETTERS), ceil(seconds * _TOKENS)))
    return unit_price(model, seconds)


def sound_price(request: VoiceRequest | EffectsRequest, model: Model) -> Decimal:
    """Of one request, at most: of lines that may have to be said shorter, both."""
    if isinstance(request, EffectsRequest):
        return len({cue.name for cue in request.cues}) * unit_price(model, _SOUND)
    texts = [text for line in request.lines for text in (line.text, line.shorter)]
    seconds = sum((spoken_for(text, request.language) for text in texts), Fraction(0))
    return voice_price(model, sum(map(len, texts)), seconds)


def _voice(brief: Brief, model: Model, play: Screenplay | None) -> tuple[str, Decimal]:
    lines = [line for scene in play.scenes for line in scene.voice_over] if play else []
    characters = sum(map(len, lines)) if play else int(brief.duration * _CHARACTERS)
    seconds = sum((spoken_for(line, brief.language) for line in lines), Fraction(0)) if play else brief.duration
    return f"{'' if play else 'at most '}{characters:,} characters", voice_price(model, characters, seconds)


def _thinking(model: Model, brief: Brief, pictures: int) -> Iterator[Item]:
    """A call for each concept and one for the screenplay; a look at each picture."""
    calls = brief.concepts + 1
    yield _item("planning", model, f"{calls} calls", calls * _tokens(model, _CALL))
    if pictures:
        yield _item("judging", model, f"{pictures} looks", pictures * _tokens(model, _LOOK))


def dearest(models: Iterable[Model]) -> Model | None:
    """Of language models of which any may be asked the one whose calls may take the most; None of none."""
    return max(models, key=_dearest_call, default=None)


def _dearest_call(model: Model) -> Decimal:
    tokens_in, tokens_out = _DEAREST
    return _tokens(model, (tokens_in, tokens_out + int(model.options.get("thinking", "0"))))


def _tokens(model: Model, call: tuple[int, int]) -> Decimal:
    if not model.prices:
        return Decimal(0)
    return call[0] * rate_of(model, "token in") + call[1] * rate_of(model, "token out")
