"""ChooseStrategy."""

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
