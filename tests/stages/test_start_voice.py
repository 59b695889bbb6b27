"""StartVoice, made here and bought: effects and music are bought likewise."""

from decimal import Decimal

import pytest

from spotworks.domain.model import Model, Price
from spotworks.domain.sound import Voice
from spotworks.errors import BudgetExceeded, ModelUnavailable, ProviderUnavailable
from spotworks.stages.shared.generation import made_for
from spotworks.stages.start_voice import start_voice
from tests.fakes.plans import MODELS
from tests.fakes.ports import TinyMaker

SPEAKER = Model(
    id="speaker", provider="tiny_vendor", name="s", makes=("voice",),
    prices=(Price(usd=Decimal("0.01"), unit="character"),),
)  # fmt: skip
SPOKEN = len("Line number 0.Line number 1.")


def start(studio, job, *, link=0, models=MODELS):
    request = studio.sound(job).model_copy(update={"link": link})
    start_voice(request, desk=studio.desk, maker=lambda _: studio.voices, models=models)
    return studio.voices


def spoken_by(studio, job, *names):
    play = studio.play(job)
    studio.desk.write(job, "screenplay.json", play.model_copy(update={"makers": {"voice": names}}))


def test_all_lines_are_spoken_in_one_document(studio):
    job = studio.planned()
    start(studio, job)
    made = made_for(studio.desk, job, "voice")
    voice = Voice.model_validate_json(studio.work.read(made.key))
    assert [(line.scene, line.text) for line in voice.lines] == [(0, "Line number 0."), (1, "Line number 1.")]
    assert studio.messages(job)[-1] == "Voice-over ready"


def test_a_bought_voice_is_paid_for_in_its_providers_name(studio):
    job = studio.planned(budget="5")
    spoken_by(studio, job, "speaker", "local")
    free = studio.voices
    studio.voices = TinyMaker(lambda request: free.make(request).model_copy(update={"cost_usd": Decimal("0.07")}))
    start(studio, job, models=(*MODELS, SPEAKER))
    [line] = [line for line in studio.ledger.spends(job.tenant, job.video_id) if line.model == "speaker"]
    assert (line.provider, line.amount, line.estimate) == ("tiny_vendor", Decimal("0.07"), Decimal("0.01") * SPOKEN)


def test_a_voice_that_would_pass_the_budget_is_not_asked(studio):
    job = studio.planned(budget="0.01")
    spoken_by(studio, job, "speaker", "local")
    with pytest.raises(BudgetExceeded):
        start(studio, job, models=(*MODELS, SPEAKER))
    assert studio.voices.asked == []


def test_what_a_voice_took_before_it_failed_is_booked(studio):
    job = studio.planned(budget="5")
    spoken_by(studio, job, "speaker", "local")
    gone = ProviderUnavailable("it broke off")
    gone.spent = Decimal("0.03")
    studio.voices.errors.append(gone)
    with pytest.raises(ProviderUnavailable):
        start(studio, job, models=(*MODELS, SPEAKER))
    assert [line.amount for line in studio.ledger.spends(job.tenant, job.video_id)] == [Decimal("0.03")]
    assert studio.messages(job)[-1] == "Voice-over could not be had: it broke off"


def test_the_next_link_is_this_machine_and_costs_nothing(studio):
    job = studio.planned(budget="5")
    spoken_by(studio, job, "speaker", "local")
    [request] = start(studio, job, link=1, models=(*MODELS, SPEAKER)).asked
    assert request.model == "local"
    assert all(line.amount == 0 for line in studio.ledger.spends(job.tenant, job.video_id))


def test_a_model_that_the_catalogue_does_not_have_any_more_is_named(studio):
    job = studio.planned(budget="5")
    spoken_by(studio, job, "speaker", "local")
    with pytest.raises(ModelUnavailable, match="speaker"):
        start(studio, job)


def test_a_repeated_stage_speaks_once(studio):
    job = studio.planned()
    for _ in range(2):
        start_voice(studio.sound(job), desk=studio.desk, maker=lambda _: studio.voices)
    assert len(studio.voices.asked) == 1
