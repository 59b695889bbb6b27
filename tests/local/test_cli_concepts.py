"""`spotworks concepts`, and the question that `make` asks at the gate, against the fake API."""

import io
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from local.cli import main
from local.cli.concepts import blocks as concept_blocks
from local.cli.display import Lines, Live
from local.cli.watch import Watch
from local.client import Client
from tests.fakes.api import IDEAS, FakeApi, FakeJob, serving


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeApi]:
    monkeypatch.chdir(tmp_path)
    with serving(FakeApi(tmp_path)) as api:
        yield api


@pytest.fixture
def waiting(api: FakeApi) -> FakeJob:
    job = api.add("A bottle", concepts=3, approvals=["concept"])
    api.play(job)
    return job


def test_the_concepts_are_shown_with_score_and_cost_and_how_to_choose(
    api: FakeApi, waiting: FakeJob, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["concepts", waiting.video_id, "--server", api.url]) == 0
    printed = capsys.readouterr().out
    assert " 1  The bottle seen so close that it needs no argument  (best score)" in printed
    assert " 3  Somebody who gave up on warm tea\n    opens   Cold tea, poured away" in printed
    assert "    score   7.5 of 10: 4 words of the brief's own in the idea (+2), opens on" in printed
    assert "    cost    $0.002 to think of, at most $0.0123 to make" in printed
    assert "Spent so far: $0.004." in printed
    assert (
        "Choose: spotworks concepts video001 --choose N; none of them: spotworks approve video001 --reject" in printed
    )
    assert "Up to 1 more: spotworks concepts video001 --others" in printed


def test_none_is_called_the_best_where_all_score_the_same() -> None:
    blocks = concept_blocks({"concepts": [{**IDEAS[n], "concept": n, "score": 6.0} for n in (1, 2)], "chosen": None})
    assert not any("best score" in line for block in blocks for line in block)


def test_one_is_chosen_with_a_reason(api: FakeApi, waiting: FakeJob, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["concepts", waiting.video_id, "--choose", "2", "--reason", "closest to us", "--server", api.url]
    assert main(asked) == 0
    assert capsys.readouterr().out == "Concept 2 of video001 was chosen.\n"
    answer = {"gate": "concept", "approved": True, "concept": 2, "reason": "closest to us"}
    assert waiting.asked_for == [answer]
    assert main(["concepts", waiting.video_id, "--json", "--server", api.url]) == 0
    assert json.loads(capsys.readouterr().out)["chosen"] == 2
    assert main(asked) == 1
    assert "nothing waits" in capsys.readouterr().err


def test_others_come_beside_them(api: FakeApi, waiting: FakeJob, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["concepts", waiting.video_id, "--others", "--server", api.url]) == 0
    printed = capsys.readouterr().out
    assert " 4  The wait for the first sip" in printed
    assert "--others" not in printed
    assert main(["concepts", waiting.video_id, "--others", "--server", api.url]) == 1
    assert "can have no more concepts" in capsys.readouterr().err


def test_a_yes_without_a_number_says_how_to_choose(
    api: FakeApi, waiting: FakeJob, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["approve", waiting.video_id, "--server", api.url]) == 1
    told = "concept: say which one, from 1 to 3: `spotworks concepts video001 --choose N`"
    assert told in capsys.readouterr().err
    assert main(["approve", waiting.video_id, "--reject", "--server", api.url]) == 0
    assert waiting.status == "failed"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--others", "--choose", "1"], "choose: one, or --others: not both at once"),
        (["--reason", "x"], "reason: goes with --choose"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    api: FakeApi, waiting: FakeJob, capsys: pytest.CaptureFixture[str], arguments: list[str], line: str
) -> None:
    assert main(["concepts", waiting.video_id, *arguments, "--server", api.url]) == 2
    assert capsys.readouterr().err == f"spotworks: {line}\n"


class Person(Lines):
    """A display that answers what is asked, one word after the other."""

    def __init__(self, *answers: str) -> None:
        super().__init__()
        self.answers, self.asked = list(answers), list[str]()

    def ask(self, question: str, answers: Sequence[str], open_still: Callable[[], bool]) -> str | None:
        self.asked.append(f"{question} {'/'.join(answers)}")
        assert open_still()
        return self.answers.pop(0)


def test_who_watches_is_shown_the_concepts_and_asked(
    api: FakeApi, waiting: FakeJob, capsys: pytest.CaptureFixture[str]
) -> None:
    api.pace = 0.001  # it goes on by itself
    person = Person("o", "2")
    with Client(api.url) as client:
        [story] = Watch(client, person, {}).until_ended([waiting.video_id])
    assert story.state == "completed"
    assert person.asked == [
        "Which concept shall be made (o: others, n: none)? 1/2/3/o/n",
        "Which concept shall be made (n: none)? 1/2/3/4/n",
    ]
    assert waiting.chosen == 2
    printed = capsys.readouterr().out
    assert "Somebody who gave up on warm tea" in printed
    assert "or `spotworks concepts video001 --choose N`" in printed


def test_who_watches_is_shown_the_storyboard_before_being_asked(
    api: FakeApi, capsys: pytest.CaptureFixture[str]
) -> None:
    job = api.add("A bottle", approvals=["storyboard"])
    api.play(job)
    api.pace = 0.001  # it goes on by itself
    person = Person("y")
    with Client(api.url) as client:
        [story] = Watch(client, person, {}).until_ended([job.video_id])
    assert (story.state, person.asked) == ("completed", ["Approve the storyboard? y/n"])
    printed = capsys.readouterr().out
    assert f"    line    {job.line(1)}" in printed
    assert "Going on costs $0.0021 at most: pictures of scenes 2, 3" in printed
    assert "`spotworks storyboard video001 --scene 2 --line" in printed


def test_a_terminal_asks_until_it_has_one_of_the_answers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal("7\nNO\n"))
    monkeypatch.setattr("select.select", lambda *_: ([True], [], []))
    live = Live()
    try:
        assert live.ask("Which?", ("1", "2", "n"), lambda: True) == "n"
        assert live.ask("Which?", ("1", "2", "n"), lambda: True) is None  # the terminal was closed
    finally:
        live.close()
    assert capsys.readouterr().out.count("Which? [1/2/n] ") == 3


def test_listings_say_that_an_offer_is_over(api: FakeApi, capsys: pytest.CaptureFixture[str]) -> None:
    job = api.add("A bottle")
    api.play(job)
    note = "offer ended 30 June 2027; do not show it any more"
    job.offer = {"ends": "2027-06-30", "over": True, "note": note}
    api.add("Another")
    assert main(["jobs", "--server", api.url]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"video001: its {note}."
    assert main(["watch", "video001", "--server", api.url]) == 0
    assert f"Its {note}." in capsys.readouterr().out
