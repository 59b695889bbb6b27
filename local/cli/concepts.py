"""`spotworks concepts`: the ideas for a video with their cost; choose one, or ask for others, while it waits."""

import json
from pathlib import Path
from typing import Any

from local.cli.faults import bad_input
from local.cli.session import say, session_of, stands
from local.cli.words import money, single_line

_WAIT_S = 180.0  # for others to be thought of


def concepts(
    video_id: str, choose: int | None, *, others: bool, reason: str, open_page: bool, as_json: bool, state: Path,
    server: str | None, token: str | None,
) -> int:  # fmt: skip
    """choose: the number of the one to make; reason: for the video's story."""
    with session_of(video_id, state, server, token) as here:
        if others and choose is not None:
            raise bad_input("choose", "one, or --others: not both at once")
        if reason and choose is None:
            raise bad_input("reason", "goes with --choose")
        if choose is not None:
            here.client.approve(video_id, "concept", concept=choose, reason=reason)
        if others:
            here.client.more_concepts(video_id)
            if not stands(here, video_id, _WAIT_S):
                say(f"It still thinks of others; `spotworks concepts {video_id}` shows them later.")
        if choose is not None and not as_json:
            print(f"Concept {choose} of {video_id} was chosen.")
            return 0
        found = here.client.concepts(video_id)
        if as_json:
            print(json.dumps(found, ensure_ascii=False, indent=1))
        else:
            show(found)
        if open_page:
            import webbrowser

            webbrowser.open(f"{here.client.url}/jobs/{video_id}")
    return 0


def show(found: dict[str, Any]) -> None:
    print(f"{single_line(found['title'])}  ({found['status'].replace('_', ' ')})")
    for block in blocks(found):
        print("", *block, sep="\n")
    print(f"\nSpent so far: {money(found['spent_usd'])}.")
    if found["gate"] == "concept":
        name = found["video_id"]
        print(f"Choose: spotworks concepts {name} --choose N; none of them: spotworks approve {name} --reject")
        if found["more"]:
            print(f"Up to {found['more']} more: spotworks concepts {name} --others")
    elif found["chosen"]:
        print(f"Chosen: concept {found['chosen']}, by {_BY[found['by']]}: {single_line(found['why'])}")


_BY = {"person": "a person", "brief": "its number in the brief", "score": "its score"}


def blocks(found: dict[str, Any]) -> list[list[str]]:
    """Each concept in a few lines for a terminal."""
    scores = [one["score"] for one in found["concepts"]]
    apart = len(set(scores)) > 1  # where all score the same none is the best
    told = []
    for one in found["concepts"]:
        best = apart and one["score"] == max(scores)
        marks = ["best score"] * best + ["chosen"] * (one["concept"] == found["chosen"])
        mark = f"  ({', '.join(marks)})" if marks else ""
        about = (
            ("opens", one["hook"]),
            ("look", one["look"]),
            ("mood", one["mood"]),
            ("score", f"{one['score']:g} of 10: {', '.join(one['why'])}"),
            ("cost", f"{money(one['cost_usd'])} to think of, at most {money(one['estimate_usd'])} to make"),
        )
        lines = [f"    {name:<8}{single_line(text)}" for name, text in about]
        told.append([f"{one['concept']:2d}  {single_line(one['idea'])}{mark}", *lines])
    return told
