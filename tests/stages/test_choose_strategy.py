"""ChooseStrategy."""

from spotworks.adapters.local.writer import LocalWriter
from spotworks.domain.concepts import Concepts
from spotworks.domain.report import Report
from spotworks.domain.research import References
from spotworks.domain.screenplay import Strategy
from spotworks.stages.choose_strategy import choose_strategy
from tests.fakes.plans import make_research, make_strategy
from tests.fakes.studio import ANGLES


def choose(studio, job):
    studio.desk.write(job, "references.json", References())
    return choose_strategy(job, desk=studio.desk, writer=studio.writer, angles=ANGLES)


def test_the_strategy_is_kept_and_what_was_inferred_is_told(studio):
    job = studio.admitted()
    chosen = choose(studio, job)
    assert chosen.concept == "Warm hands, warm coffee"
    assert studio.desk.read(job, "strategy.json", Strategy) == make_strategy()
    assert studio.messages(job)[-1] == "Warm hands, warm coffee (inferred audience: commuters)"
    assert studio.row(job).phase == "strategy"


def test_the_writer_is_shown_the_research_if_there_is_any(studio):
    job = studio.admitted()
    studio.desk.write(job, "research.json", make_research())
    choose(studio, job)
    assert studio.writer.asked[0]["research"] == make_research()


def test_a_strategy_that_is_there_is_kept(studio):
    job = studio.admitted()
    assert choose(studio, job) == choose(studio, job)
    assert len(studio.writer.asked) == 1


def test_concepts_are_shown_with_score_and_cost_and_the_report_has_them(studio, tmp_path):
    studio.writer = LocalWriter()
    job = studio.planned(prompt="A red mug, keeps coffee warm for 3 hours", concepts=3)
    shown = [message for message in studio.messages(job) if message.startswith("Concept ")]
    assert [message[:9] for message in shown] == ["Concept 1", "Concept 2", "Concept 3"]
    assert all(" of 10, $0 + at most $0.0" in message for message in shown)
    [chosen] = [message for message in studio.messages(job) if message.startswith("Chosen: ")]
    assert ", by its score: " in chosen
    studio.make_media(job)
    studio.assemble(job)
    studio.finish(job, tmp_path)
    concepts = studio.desk.read(job, "report.json", Report).concepts
    chosen = concepts.options[concepts.chosen - 1]
    assert chosen.score == max(option.score for option in concepts.options)
    assert (concepts.by, concepts.why.split(":")[0]) == ("score", f"{chosen.score:g} of 10")
    assert studio.desk.read(job, "strategy.json", Strategy) == chosen.strategy


def test_a_concept_that_is_asked_for_by_number_is_made(studio):
    studio.writer = LocalWriter()
    made = []
    for number in (1, 2, 3):
        job = studio.planned(key=str(number), prompt="A red mug, keeps coffee warm", concepts=3, concept=number)
        made.append(studio.desk.read(job, "strategy.json", Strategy).idea)
    assert len(set(made)) == 3


def test_concepts_that_are_there_are_not_thought_of_again(studio):
    studio.writer = LocalWriter()
    job = studio.planned(concepts=2)
    before = studio.desk.read(job, "strategies.json", Concepts)
    studio.work.delete([f"t/acme/j/{job.video_id}/strategy.json"])
    studio.writer = None  # nobody to ask
    choose_strategy(job, desk=studio.desk, writer=studio.writer, angles=ANGLES)
    assert studio.desk.read(job, "strategies.json", Concepts) == before
