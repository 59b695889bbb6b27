"""Plans that hypothesis draws."""

from fractions import Fraction
from math import ceil, floor

from hypothesis import strategies as st

from spotworks.domain.brief import Brief
from spotworks.domain.screenplay import Screenplay
from tests.fakes.plans import make_scene, play_of

FPS = st.sampled_from([24, 25, 30, 50, 60])
ASPECTS = st.sampled_from(["9:16", "16:9", "1:1", "4:5"])
WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs", "S"]), max_size=40)


@st.composite
def durations(draw, least=Fraction(1, 10), most=Fraction(12)):
    """Seconds as the planners give them: on a grain, or any fraction."""
    parts = draw(st.integers(1, 1001))
    first = ceil(least * parts)
    return min(most, Fraction(draw(st.integers(first, max(first, floor(most * parts)))), parts))


@st.composite
def screenplays(draw) -> Screenplay:
    """1 to 6 scenes of 1 to 3 chunks."""
    scenes = []
    for index in range(draw(st.integers(1, 6))):
        length, chunks = draw(durations(least=Fraction(3, 10))), draw(st.integers(1, 3))
        kind = draw(st.sampled_from(["cut", "crossfade", "wipe", "push", "zoom", "dip"]))
        scenes.append(make_scene(index, length, (length / chunks,) * chunks, transition=kind))
    return play_of(tuple(scenes), seed=draw(st.integers(0, 2**31 - 1)))


@st.composite
def briefs(draw) -> Brief:
    about = {
        "prompt": "A mug " + draw(WORDS.map(str.strip)),
        "title": draw(WORDS),
        "duration": draw(durations(least=Fraction(3), most=Fraction(1200))),
        "aspect": draw(ASPECTS),
        "fps": draw(FPS),
        "language": draw(st.sampled_from(["en", "ru"])),
        "variations": draw(st.integers(1, 8)),
        "quality": draw(st.sampled_from(["draft", "standard", "broadcast"])),
        "budget": draw(st.decimals(min_value="0.01", max_value=1000, places=2)),
        "approvals": draw(st.sampled_from([(), ("storyboard",), ("concept", "storyboard", "final")])),
        "seed": draw(st.none() | st.integers(0, 2**31 - 1)),
        "reference_assets": tuple(draw(st.lists(st.from_regex(r"[a-f0-9]{24}", fullmatch=True), max_size=8))),
    }
    return Brief(**about)
