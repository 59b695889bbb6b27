"""How a finished (or failed) video is told of, and the exit code it makes."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from local.cli.faults import BAD_INPUT, FAILED, INTERRUPTED
from local.cli.session import Session, say
from local.cli.story import Story
from local.cli.words import money, reused, single_line, size

LOCAL = "local"  # the provider of what this machine makes
_ABCD = {"A": "attention", "B": "branding", "C": "connection", "D": "direction"}


def to_json(story: Story, files: dict[str, Path]) -> dict[str, Any]:
    return {
        "video_id": story.video_id,
        "title": story.title,
        "status": story.state,
        "cost_usd": str(story.status.get("cost_usd", "0")),
        "files": {name: {"path": str(path), "bytes": path.stat().st_size} for name, path in files.items()},
        "understood": story.status.get("understood"),
        "reused": reused(story.events),
        "failure": story.status.get("failure"),
        "claims": story.status.get("claims"),
        "score": story.status.get("score"),
        "offer": story.status.get("offer"),
    }


def tell(story: Story, files: dict[str, Path], here: Session) -> None:
    """Prints what came of a video; a failure goes to stderr as one line."""
    if story.state != "completed":
        say(failure_line(story))
        return
    print(f"\n{single_line(story.title)}")
    width = max((len(str(path)) for path in files.values()), default=0)
    for path in files.values():
        print(f"  {path!s:<{width}}  {size(path.stat().st_size):>8}")
    if understood := list(_understood(story)):
        print("What we understood:")
        for line in understood:
            print(f"  {single_line(line)}")
    for event in story.events:
        if event["message"].startswith(("Concept ", "Chosen: ")):
            print(single_line(event["message"]))
    print(f"Cost: {money(story.status.get('cost_usd'))}{_charged(story, here)}.")
    if note := offer_note(story.status):
        print(f"Its {note}.")
    for line in (*claim_lines(story.status.get("claims")), *score_lines(story.status.get("score"))):
        print(line)
    if again := reused(story.events):
        print(f"Reused from before: {', '.join(again)}.")
    print(f'To change it: `spotworks revise {story.video_id} "slower, warmer"`.')


def _charged(story: Story, here: Session) -> str:
    """To whom it went, the dearest first."""
    lines = here.client.video_costs(story.video_id)["lines"]
    paid: dict[str, Decimal] = {}
    for line in lines:
        if line["provider"] not in {"", LOCAL}:
            paid[line["provider"]] = paid.get(line["provider"], Decimal(0)) + Decimal(line["spent_usd"])
    if not paid:
        return " at AWS list prices; nothing was charged here" if here.embedded else ""
    dearest = sorted(paid, key=lambda provider: -paid[provider])
    told = f", of it to {', '.join(f'{provider} {money(paid[provider])}' for provider in dearest)}"
    if here.fakes:
        return f"{told}: fakes, which charge nothing"
    return f"{told}; the rest is compute at AWS list prices, not charged here" if here.embedded else told


def offer_note(video: dict[str, Any]) -> str:
    """That what a video offers is over, or ""."""
    return str((video.get("offer") or {}).get("note", ""))


def _understood(story: Story) -> Iterator[str]:
    from spotworks.domain.parameters import Parameters  # pydantic, which a failure can do without

    yield from Parameters.model_validate(story.status.get("understood") or {}).told()


def claim_lines(claims: dict[str, Any] | None) -> list[str]:
    """What is claimed and needs a look, or was left out; nothing where all claims are traced."""
    if not claims:
        return []
    told = [f"  look at: {single_line(claim['words'])} ({claim['reason']})" for claim in claims["flagged"]]
    told += [f"  left out: {single_line(claim['words'])} ({claim['reason']})" for claim in claims["removed"]]
    told += [f"  an offer ends on {claims['expires']}"] if claims["expires"] else []
    traced = claims["kept"] + len(claims["flagged"])
    return [f"Claims: {traced} traced to the brief or the page, each in report.json.", *told] if traced or told else []


def score_lines(score: dict[str, Any] | None) -> list[str]:
    """The score of the ABCD rubric, and what it misses."""
    if not score:
        return []
    missed = [
        f"  {_ABCD[point['letter']]}, {point['name']}: {point['evidence']}"
        for point in score["points"]
        if not point["passed"]
    ]
    rubric = f"points of ABCD, Google's rubric for ads ({', '.join(_ABCD.values())})"
    return [f"Score: {score['total']} of {len(score['points'])} {rubric}{'; it misses' if missed else '.'}", *missed]


def failure_line(story: Story) -> str:
    """ "failed in StartRender (render): FFmpeg gave up; `spotworks retry ID` goes on from what is there" """
    failure = story.status.get("failure") or {}
    if story.state == "completed":
        return "completed"
    if not failure:
        return f"{story.video_id} is {story.state}; `spotworks retry {story.video_id}` goes on from what is there"
    if turned_down(story.status):
        return f"{shown_as(story.status)}: {why(story.status)}; `spotworks retry {story.video_id}` asks you again"
    about = f"{failure.get('category')}: {failure['field']}" if failure.get("field") else failure.get("category")
    where = f" in {failure.get('stage')} ({about})" if failure.get("stage") else ""
    text = f"{story.state}{where}: {why(story.status)}"
    if exit_code(story) == BAD_INPUT:
        return text
    if failure.get("category") == "research":  # a page that does not answer may later; an address that is wrong, never
        return f"{text}; say what it is in a prompt, or read it again with `spotworks retry {story.video_id}`"
    return f"{text}; `spotworks retry {story.video_id}` goes on from what is there"


def turned_down(video: Mapping[str, Any]) -> bool:
    """Whether a person closed its gate: the API has that as failed."""
    return bool(video.get("status") == "failed" and (video.get("failure") or {}).get("category") == "person")


def shown_as(video: Mapping[str, Any]) -> str:
    """Its status for a person."""
    return "turned down" if turned_down(video) else str(video.get("status", ""))


def why(video: Mapping[str, Any]) -> str:
    """What the API says of its failure."""
    return single_line((video.get("failure") or {}).get("message", "")).rstrip(".")


def exit_code(story: Story) -> int:
    if story.state == "completed":
        return 0
    if story.state == "cancelled":
        return INTERRUPTED
    category = (story.status.get("failure") or {}).get("category")
    return BAD_INPUT if category in {"input", "budget"} else FAILED
