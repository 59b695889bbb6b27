"""Edges are rounded, never lengths."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from spotworks.domain.timeline import Timeline, frame_edges
from tests.domain.strategies import FPS, durations

RATES = FPS.map(Fraction) | st.just(Fraction(30_000, 1001))


@given(st.lists(durations(), max_size=60).map(tuple), RATES)
def test_edges_never_drift(lengths, fps):
    edges = frame_edges(lengths, fps)
    assert edges[0] == 0
    assert len(edges) == len(lengths) + 1
    for number, edge in enumerate(edges):
        assert abs(edge - sum(lengths[:number], Fraction(0)) * fps) <= Fraction(1, 2)
    assert list(edges) == sorted(edges)


@given(st.lists(durations(least=Fraction(1)), min_size=1, max_size=60).map(tuple), RATES)
def test_a_length_is_off_by_less_than_a_frame(lengths, fps):
    edges = frame_edges(lengths, fps)
    for length, start, end in zip(lengths, edges, edges[1:], strict=False):
        assert abs((end - start) - length * fps) <= 1


def test_a_thousand_thirds_of_a_second_end_where_they_should():
    assert frame_edges((Fraction(1, 3),) * 1000, Fraction(25))[-1] == round(Fraction(1000, 3) * 25)


def test_a_timeline_knows_its_seconds_and_survives_json():
    timeline = Timeline(
        fps=Fraction(30_000, 1001), width=1080, height=1920, length=300, picture=(),
        captions={"language": "en", "source": "voice"},
    )  # fmt: skip
    assert timeline.seconds == Fraction(1001, 100)
    assert Timeline.model_validate_json(timeline.model_dump_json()) == timeline
