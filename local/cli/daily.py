"""`spotworks daily`: the brief of the daily generation, and its schedule fired by hand."""

import json
from pathlib import Path
from typing import Any

from local.cli.faults import Fault, bad_input
from local.cli.make import check_brief, see_through
from local.cli.session import Session, session

FUNCTION = "RunDaily"


def daily(
    asked: dict[str, Any], *, off: bool, now: bool, as_json: bool, state: Path, server: str | None, token: str | None
) -> int:
    brief = {name: value for name, value in asked.items() if value is not None}
    if brief and "prompt" not in brief:
        raise bad_input("set", "say what to make every day: --set PROMPT")
    if off and (brief or now):
        raise bad_input("off", "cannot be given together with --set or --now")
    if brief:
        check_brief(brief, [])
    with session(state, server, token) as here:
        found = _change(here, brief, off)
        if not now:
            _tell(found, as_json)
            return 0
        video_ids = _fire(here, found)
        if not here.lasting:  # they would end with this command
            return see_through(here, video_ids, None, as_json)
    if as_json:
        print(json.dumps({"video_ids": video_ids}))
    else:
        for video_id in video_ids:
            print(f"Started {video_id}: `spotworks watch {video_id}` follows it.")
    return 0


def _change(here: Session, brief: dict[str, Any], off: bool) -> dict[str, Any]:
    if off:
        here.client.daily("DELETE")
        return {"brief": None}
    return here.client.daily("PUT", brief) if brief else here.client.daily()


def _fire(here: Session, found: dict[str, Any]) -> list[str]:
    """Invokes what the schedule invokes; the videos it started."""
    if not here.embedded:
        raise bad_input("now", "works with the embedded cloud; on AWS invoke the RunDaily function")
    if not found.get("brief"):
        raise bad_input("now", "there is no daily brief yet: spotworks daily --set PROMPT --now")
    import boto3  # 0.5 s
    from botocore.config import Config

    client = boto3.client(
        "lambda", endpoint_url=here.aws, region_name="us-east-1", aws_access_key_id="local",
        aws_secret_access_key="local",  # noqa: S106 - the embedded cloud looks at neither
        config=Config(retries={"total_max_attempts": 1}, read_timeout=130),
    )  # fmt: skip
    answer = client.invoke(FunctionName=FUNCTION, Payload=json.dumps({"reason": "now"}).encode())
    result: dict[str, Any] = json.loads(answer["Payload"].read())
    if "FunctionError" in answer:
        raise Fault(f"{FUNCTION} failed: {result.get('errorMessage', 'no reason given')}", error="RunDailyFailed")
    if not result.get("video_ids"):
        reasons = "; ".join(str(reason) for reason in result.get("failed", {}).values())
        raise Fault(f"no video was started: {reasons or 'no reason given'}", error="RunDailyFailed")
    return list(result["video_ids"])


def _tell(found: dict[str, Any], as_json: bool) -> None:
    brief = found.get("brief")
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    elif brief:
        print(f"Every day: {brief.get('title') or brief.get('prompt')}")
    else:
        print("No daily video is set: spotworks daily --set PROMPT")
