"""StartVoice, made here and bought: effects and music are bought likewise."""

from decimal import Decimal

import pytest

from spotworks.domain.model import Model, Price
from spotworks.domain.routing import Record
from spotworks.domain.sound import Voice
from spotworks.errors import (
    BudgetExceeded,
    CreditGone,
    KeyRejected,
    ModelUnavailable,
    ModerationRefused,
    ProviderUnavailable,
)
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
    start_voice(
        request, desk=studio.desk, maker=lambda _: studio.voices, models=models, records=studio.ordering.records
    )  # fmt: skip
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


def recorded(studio):
    return studio.ordering.records.all().get("speaker", Record())


def costing(studio, cost):
    free = studio.voices

    def make(request):
        studio.clock.move(seconds=3)
        return free.make(request).model_copy(update={"cost_usd": Decimal(cost)})

    return TinyMaker(make)


def failing(error):
    def make(_):
        raise error

    return TinyMaker(make)


def test_how_a_bought_voice_did_is_kept_for_the_next_choice(studio):
    job = studio.planned(budget="5")
    spoken_by(studio, job, "speaker", "local")
    voices = studio.voices
    refused = ModerationRefused("no")
    refused.spent = Decimal("0.02")
    studio.voices = failing(refused)
    with pytest.raises(ModerationRefused):
        start(studio, job, models=(*MODELS, SPEAKER))
    studio.voices = voices
    studio.voices = costing(studio, "0.07")
    start(studio, job, models=(*MODELS, SPEAKER))
    start(studio, job, models=(*MODELS, SPEAKER))  # found again, and nobody was asked
    found = recorded(studio)
    assert (found.asked, found.accepted, found.spent, found.seconds) == (2, 1, Decimal("0.09"), 3.0)


@pytest.mark.parametrize("error", [CreditGone("empty"), KeyRejected("unknown"), ModelUnavailable("too long for it")])
def test_what_is_no_doing_of_the_voices_says_nothing_of_it(studio, error):
    job = studio.planned(budget="5")
    spoken_by(studio, job, "speaker", "local")
    studio.voices = failing(error)
    with pytest.raises(type(error)):
        start(studio, job, models=(*MODELS, SPEAKER))
    assert recorded(studio) == Record()


def test_what_lay_on_the_shelf_says_nothing_of_the_voice(studio):
    job = studio.planned(budget="5")
    spoken_by(studio, job, "speaker", "local")
    start(studio, job, models=(*MODELS, SPEAKER))
    assert recorded(studio) == Record()
