"""Content addresses."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from spotworks.domain.generation import GenerationRequest, VoiceLine, VoiceRequest, digest, overscan
from spotworks.domain.requests import music_request, voice_request
from tests.fakes.plans import make_screenplay

LINES = st.builds(
    VoiceLine,
    scene=st.integers(0, 3),
    line=st.integers(0, 2),
    text=st.text(max_size=8),
    room=st.fractions(0, 9, max_denominator=9),
)
REQUESTS = st.builds(
    VoiceRequest,
    model=st.sampled_from(["a", "b"]),
    language=st.sampled_from(["en", "ru"]),
    lines=st.lists(LINES, max_size=3).map(tuple),
    mood=st.text(max_size=2),
    seed=st.integers(0, 3),
)


@given(REQUESTS, REQUESTS)
def test_an_address_is_equal_exactly_when_the_requests_are(one, other):
    assert (digest(one) == digest(other)) == (one == other)


@given(REQUESTS)
def test_an_address_survives_the_wire(request):
    again = TypeAdapter(GenerationRequest).validate_json(request.model_dump_json())
    assert again == request
    assert digest(again) == digest(request)


def test_kinds_with_the_same_content_have_their_own_addresses():
    play = make_screenplay()
    assert digest(voice_request(play)) != digest(music_request(play))


def test_another_version_of_a_maker_is_another_address():
    wanted = voice_request(make_screenplay())
    assert digest(wanted) != digest(wanted.model_copy(update={"version": 2}))


def test_an_address_is_a_sha256_that_depends_on_no_order_of_fields():
    wanted = voice_request(make_screenplay())
    shuffled = VoiceRequest(**dict(reversed(list(wanted.model_dump().items()))))
    assert digest(shuffled) == digest(wanted)
    assert len(digest(wanted)) == 64
    assert digest(wanted) == digest(wanted.model_copy(update={"seed": Fraction(wanted.seed).numerator}))


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080), (1080, 1080), (1080, 1350)])
def test_a_picture_has_room_for_the_camera_and_even_sides(size):
    width, height = overscan(*size)
    assert width % 2 == height % 2 == 0
    assert (width, height) > size
    assert abs(width / size[0] - 4 / 3) < 0.01
    assert abs(height / size[1] - 4 / 3) < 0.01
