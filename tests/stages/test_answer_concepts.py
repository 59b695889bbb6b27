"""The concept gate: ChooseStrategy leaves the choice open, a person answers, the machine comes back with it."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from spotworks.adapters.local.writer import LocalWriter
from spotworks.domain.base import JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.channel import Channel
from spotworks.domain.concepts import Concepts
from spotworks.domain.report import MadeThing, Report
from spotworks.domain.screenplay import Strategy
from spotworks.domain.thought import Usage
from spotworks.errors import BudgetExceeded, Conflict, InvalidRequest, NotFound, PlanRejected
from spotworks.stages.answer_concepts import choose_concept, more_concepts
from spotworks.stages.await_approval import GateRequest, await_approval
from spotworks.stages.change_video import approve_video
from spotworks.stages.choose_strategy import choose_strategy
from spotworks.stages.run_channel import run_channel
from spotworks.stages.show_concepts import show_concepts
from spotworks.stages.write_screenplay import write_screenplay
from tests.fakes.plans import MODELS
from tests.fakes.studio import ANGLES

MACHINE = Path(__file__).parents[2] / "statemachines" / "make_spot.asl.json"


@pytest.fixture
def studio(studio):
    studio.writer = LocalWriter()
    return studio


def to_gate(studio, job):
    """As the machine does: the stage, and the wait if it leaves the choice open. Whether it does."""
    chosen = choose_strategy(job, desk=studio.desk, writer=studio.writer, angles=ANGLES, models=MODELS)
    if chosen.open:
        await_approval(GateRequest(**job.model_dump(), gate="concept", token=studio.token()), desk=studio.desk)
    return chosen.open


def waiting(studio, **about):
    asked = {"prompt": "A red mug, keeps coffee warm for 3 hours", "concepts": 3, "approvals": ("concept",)}
    job = studio.admitted(**(asked | about))
    studio.prepare(job)
    assert to_gate(studio, job)
    return job


def choose(studio, job, number=0, **about):
    return approve_video("acme", job.video_id, "concept", True, desk=studio.desk, concept=number, **about)


def show(studio, job):
    return show_concepts("acme", job.video_id, desk=studio.desk)


def found(studio, job):
    return studio.desk.read(job, "strategies.json", Concepts)


def test_the_job_waits_with_its_concepts_and_nothing_made(studio):
    job = waiting(studio)
    row = studio.row(job)
    assert (row.status, row.gate, row.phase) == ("awaiting_approval", "concept", "strategy")
    assert studio.desk.find(job, "strategy.json", Strategy) is None
    shown = show(studio, job)
    assert [one.concept for one in shown.concepts] == [1, 2, 3]
    assert len({one.idea for one in shown.concepts}) == 3
    assert all(one.hook and one.look and one.why and one.estimate_usd > 0 for one in shown.concepts)
    assert shown.concepts[shown.best - 1].score == max(one.score for one in shown.concepts)
    assert (shown.gate, shown.chosen, shown.by, shown.spent_usd, shown.more) == ("concept", None, None, 0, 1)


def test_the_chosen_concept_is_made_and_the_story_and_the_report_say_by_whom_and_why(studio, tmp_path):
    job = waiting(studio)
    number = show(studio, job).best % 3 + 1  # not the one that the score would take
    row = choose(studio, job, number, reason="closest to our customers")
    assert (row.status, row.gate, row.approved) == ("running", "", ("concept",))
    assert studio.tokens.sent[-1][1] == "succeed"
    assert not to_gate(studio, job)
    strategy = found(studio, job).options[number - 1].strategy
    assert studio.desk.read(job, "strategy.json", Strategy) == strategy
    [told] = [message for message in studio.messages(job) if message.startswith("Chosen: ")]
    assert told.startswith(f"Chosen: concept {number} of 3, by a person: closest to our customers; ")
    assert "where concept" in told
    assert studio.messages(job).count("Choosing a strategy") == 1

    write_screenplay(job, desk=studio.desk, writer=studio.writer)
    studio.make_media(job)
    studio.assemble(job)
    studio.finish(job, tmp_path)
    concepts = studio.desk.read(job, "report.json", Report).concepts
    assert (concepts.chosen, concepts.by) == (number, "person")
    assert concepts.why.startswith("closest to our customers; ")
    assert show(studio, job).chosen == number


def test_a_retry_passes_the_answered_gate_at_once_with_the_same_choice(studio):
    job = waiting(studio)
    choose(studio, job, 2)
    studio.cancel(job)  # before the machine came back with the choice
    again = studio.retry(job)
    studio.writer = None  # nobody to ask
    assert not to_gate(studio, again)
    assert found(studio, job).chosen == 2
    assert studio.row(job).status == "running"


def test_refused_the_job_stops_and_a_retry_shows_the_same_ideas_again(studio):
    job = waiting(studio)
    before = found(studio, job)
    approve_video("acme", job.video_id, "concept", False, desk=studio.desk, reason="too plain")
    _, kind, body = studio.tokens.sent[-1]
    assert (kind, body["error"]) == ("fail", "ApprovalRejected")
    assert "the concept was refused: too plain" in body["cause"]
    assert studio.messages(job)[-1] == "The concept was refused: too plain"
    studio.cancel(job)
    again = studio.retry(job)
    studio.writer = None
    assert to_gate(studio, again)
    assert found(studio, job) == before


def test_one_concept_alone_is_shown_and_needs_no_number(studio):
    job = waiting(studio, concepts=1)
    assert len(show(studio, job).concepts) == 1
    choose(studio, job)
    assert not to_gate(studio, job)
    assert (found(studio, job).chosen, found(studio, job).by) == (1, "person")


@pytest.mark.parametrize("number", [0, 4])
def test_of_several_one_that_is_there_has_to_be_named(studio, number):
    job = waiting(studio)
    with pytest.raises(InvalidRequest, match="say which one, from 1 to 3") as refused:
        choose(studio, job, number)
    assert refused.value.field == "concept"
    assert studio.row(job).gate == "concept"


def test_a_second_answer_is_held_against_the_first(studio):
    job = waiting(studio)
    choose(studio, job, 2)
    sent = len(studio.tokens.sent)
    assert choose(studio, job, 2).pick.number == 2
    with pytest.raises(Conflict, match="concept 2 of this video was chosen already"):
        choose(studio, job, 1)
    with pytest.raises(Conflict):
        more_concepts("acme", job.video_id, desk=studio.desk)
    assert len(studio.tokens.sent) == sent


def test_an_answer_that_died_before_the_machine_was_told_is_mended_by_asking_again(studio):
    job = waiting(studio)
    succeed, studio.tokens.succeed = studio.tokens.succeed, None
    with pytest.raises(TypeError):
        more_concepts("acme", job.video_id, desk=studio.desk)
    studio.tokens.succeed = succeed
    assert (studio.row(job).gate, studio.tokens.sent) == ("", [])
    choose(studio, job, 3)
    assert len(studio.tokens.sent) == 1
    assert not to_gate(studio, job)
    assert found(studio, job).chosen == 3


def test_others_come_beside_those_that_are_there_and_the_gate_waits_again(studio):
    job = waiting(studio, concepts=2)
    before = found(studio, job).options
    more_concepts("acme", job.video_id, desk=studio.desk)
    assert "Asked for 2 other concepts" in studio.messages(job)
    assert to_gate(studio, job)
    after = found(studio, job).options
    assert after[:2] == before
    assert len({option.strategy.idea for option in after}) == 4
    assert [message[:9] for message in studio.messages(job) if message.startswith("Concept ")] == [
        "Concept 1", "Concept 2", "Concept 3", "Concept 4"
    ]  # fmt: skip
    assert show(studio, job).more == 0
    with pytest.raises(Conflict, match="can have no more concepts: choose one of these"):
        more_concepts("acme", job.video_id, desk=studio.desk)
    choose(studio, job, 4)
    assert not to_gate(studio, job)
    assert studio.desk.read(job, "brief.json", Brief).concepts == 4  # so that the film tells its own idea
    assert studio.desk.read(job, "strategy.json", Strategy).idea == after[3].strategy.idea


class Paid(LocalWriter):
    """Takes a call of a language model for each idea; after `good` of them it says the first one again."""

    def __init__(self, good=9):
        super().__init__()
        self.good, self.price = good, Decimal("0.002")

    def strategy(self, brief, research, references, *, others=(), failed=(), meter=None):
        meter.ask("Strategy")
        meter.paid("Strategy", Usage(model="fake", tokens_in=10, tokens_out=5, cost_usd=self.price))
        kept = others if len(others) < self.good else ()
        return super().strategy(brief, research, references, others=kept)


def test_what_thinking_cost_is_shown_and_the_calls_of_the_plan_bound_the_others(studio):
    studio.writer = Paid()
    job = waiting(studio, concepts=1)
    for calls, left in ((1, 3), (2, 2), (3, 1), (4, 0)):
        shown = show(studio, job)
        assert (shown.spent_usd, shown.more) == (calls * Decimal("0.002"), left)
        assert shown.concepts[-1].cost_usd == Decimal("0.002")
        if left:
            more_concepts("acme", job.video_id, desk=studio.desk)
            assert to_gate(studio, job)
    told = studio.desk.read(job, "made/strategies.json", MadeThing)
    assert (told.cost_usd, told.note.split(",")[0]) == (4 * Decimal("0.002"), "4 calls of fake")


def test_where_no_other_idea_is_found_those_that_are_there_can_still_be_chosen(studio):
    studio.writer = Paid(good=1)
    job = waiting(studio, concepts=1)
    more_concepts("acme", job.video_id, desk=studio.desk)
    assert to_gate(studio, job)
    assert any(
        message.startswith("No other concept was found: the strategy failed") for message in studio.messages(job)
    )
    shown = show(studio, job)
    assert (len(shown.concepts), shown.more) == (1, 0)  # its tries took the calls, two are left for the screenplay
    choose(studio, job)
    assert not to_gate(studio, job)


def test_where_the_first_ideas_fail_the_job_does(studio):
    studio.writer = Paid(good=1)
    with pytest.raises(PlanRejected):
        waiting(studio, concepts=3)


def test_what_is_over_the_cap_stops_the_job_also_at_the_gate(studio):
    studio.writer = Paid()
    job = waiting(studio, concepts=1)
    more_concepts("acme", job.video_id, desk=studio.desk)
    studio.writer.price = Decimal(2)
    with pytest.raises(BudgetExceeded):
        to_gate(studio, job)


def test_a_channels_day_shows_the_one_idea_of_its_script(studio):
    theme = Brief(prompt="Fresh espresso beans from Lisbon, roasted on Mondays", concepts=3, approvals=("concept",))
    requested = run_channel(
        Channel(id="beans", brief=theme), tenant="acme", key="k", request_id="r", desk=studio.desk,
        uploads=studio.uploads, machine=studio.machine, models=MODELS,
    )  # fmt: skip
    job = JobRef(tenant="acme", video_id=requested.video_id)
    studio.prepare(job)
    assert to_gate(studio, job)
    shown = show(studio, job)
    assert (len(shown.concepts), shown.more) == (1, 0)
    choose(studio, job)
    assert not to_gate(studio, job)
    assert found(studio, job).by == "person"


def test_an_iteration_has_the_idea_of_what_it_was_revised_from_and_asks_nobody(studio):
    job = waiting(studio)
    choose(studio, job, 2)
    assert not to_gate(studio, job)
    studio.desk.jobs.update(
        "acme", job.video_id, lambda row: row.model_copy(update={"parent": "first", "approved": (), "pick": None})
    )
    before = studio.desk.read(job, "strategy.json", Strategy)
    assert not to_gate(studio, job)
    assert studio.desk.read(job, "strategy.json", Strategy) == before


def test_elsewhere_than_at_its_gate_nothing_is_chosen(studio):
    job = studio.admitted()
    with pytest.raises(Conflict, match="no idea was kept for it yet"):
        show(studio, job)
    with pytest.raises(Conflict, match="nothing waits for a choice"):
        choose(studio, job, 1)
    with pytest.raises(InvalidRequest, match="is chosen with gate concept"):
        approve_video("acme", job.video_id, "storyboard", True, desk=studio.desk, concept=1)
    held = waiting(studio, key="other")
    for ask in (choose_concept, more_concepts):
        with pytest.raises(NotFound):
            ask("rival", held.video_id, *([studio.row(held).pick] if ask is choose_concept else []), desk=studio.desk)
    studio.cancel(held)
    with pytest.raises(Conflict):
        choose(studio, held, 1)


def test_a_retried_job_on_its_way_is_not_answered_by_its_old_wait(studio):
    job = waiting(studio)
    studio.cancel(job)
    studio.retry(job)
    with pytest.raises(Conflict):
        choose(studio, job, 1)


def test_the_machine_goes_to_the_gate_by_the_word_of_the_stage_and_comes_back_to_it(studio):
    states = json.loads(MACHINE.read_text())["States"]["MakeSpot"]["Branches"][0]["States"]
    [choice] = states["ConceptGate"]["Choices"]
    job = waiting(studio)
    chosen = choose_strategy(job, desk=studio.desk, writer=studio.writer, angles=ANGLES, models=MODELS)
    assert choice["Variable"] == f"{states['ChooseStrategy']['ResultPath']}.open"
    assert choice["BooleanEquals"] == chosen.open
    assert states[choice["Next"]]["Parameters"]["Payload"]["gate"] == "concept"
    assert states[choice["Next"]]["Next"] == "ChooseStrategy"
