"""What is told of claims and score after a video is made."""

from typing import Any

from local.cli.result import claim_lines, score_lines

CLAIM: dict[str, Any] = {"scene": 0, "words": "The best mug.", "reason": "needs evidence", "kinds": ["superlative"]}


def claims(**about: Any) -> dict[str, Any]:
    return {"kept": 0, "removed": [], "flagged": [], "expires": None} | about


def test_claims_to_look_at_are_told_with_the_reason_and_the_end_of_the_offer():
    assert claim_lines(claims(kept=2, flagged=[CLAIM], removed=[CLAIM], expires="2027-06-30")) == [
        "Claims: 3 traced to the brief or the page, each in report.json.",
        "  look at: The best mug. (needs evidence)",
        "  left out: The best mug. (needs evidence)",
        "  an offer ends on 2027-06-30",
    ]


def test_a_video_that_claims_nothing_or_an_older_one_says_nothing_of_it():
    assert claim_lines(claims()) == claim_lines(None) == score_lines(None) == []


def test_a_score_tells_what_it_misses():
    point = {"letter": "B", "name": "brand early", "passed": False, "evidence": "Acme is not named", "at": None}
    assert score_lines({"total": 1, "points": [point, point | {"passed": True}]}) == [
        "Score: 1 of 2 points of ABCD, Google's rubric for ads (attention, branding, connection, direction); it misses",
        "  branding, brand early: Acme is not named",
    ]
    [all_passed] = score_lines({"total": 1, "points": [point | {"passed": True}]})
    assert all_passed.endswith("(attention, branding, connection, direction).")
