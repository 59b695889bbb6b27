"""Functions run as they do in Lambda."""

import base64
import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from tests.fakes.cloud import Cloud, eventually


def call(cloud: Cloud, name: str, event: object) -> tuple[str | None, object]:
    """The kind of failure or None, and the payload."""
    answer = cloud.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event).encode())
    return answer.get("FunctionError"), json.loads(answer["Payload"].read() or b"null")


def test_a_function_sees_its_event_its_environment_and_its_deadline(cloud: Cloud) -> None:
    failed, answer = call(cloud, "Echo", {"text": 'quotes "and"\nlines, Ж'})
    assert failed is None
    assert answer["event"] == {"text": 'quotes "and"\nlines, Ж'}
    assert answer["environment"]["TABLE"] == "spotworks"
    assert answer["environment"]["AWS_LAMBDA_FUNCTION_NAME"] == "Echo"
    assert answer["environment"]["AWS_ENDPOINT_URL"] == cloud.aws
    assert answer["environment"]["OWN"].endswith("web")
    assert 20_000 < answer["remaining_ms"] <= 30_000


def test_a_warm_environment_is_used_again_and_calls_side_by_side_get_their_own(cloud: Cloud) -> None:
    pids = {call(cloud, "Echo", n)[1]["pid"] for n in range(3)}
    assert len(pids) == 1
    with ThreadPoolExecutor(4) as many:
        list(many.map(lambda _: call(cloud, "Hold", {"name": "warm", "token": "x"}), range(4)))


def test_an_error_keeps_its_bare_class_name(cloud: Cloud) -> None:
    failed, answer = call(cloud, "Work", {"do": "raise"})
    assert failed == "Unhandled"
    assert (answer["errorType"], answer["errorMessage"]) == ("ProviderThrottled", 'slow "down"')


def test_a_function_beyond_its_time_is_killed_with_its_children(cloud: Cloud, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    failed, answer = call(cloud, "Work", {"do": "sleep", "file": str(note)})
    assert failed == "Unhandled"
    assert answer["errorType"] == "Sandbox.Timedout"
    assert "timed out after 2.00 seconds" in answer["errorMessage"]
    eventually(lambda: not _runs(int(note.read_text())))


@pytest.mark.parametrize(("name", "how"), [("Work", "exit status 7"), ("Hog", "signal: killed")])
def test_a_function_that_dies_or_outgrows_its_memory_is_an_exit_error(cloud: Cloud, name: str, how: str) -> None:
    failed, answer = call(cloud, name, {"do": "exit"})
    assert failed == "Unhandled"
    assert answer["errorType"] == "Runtime.ExitError"
    assert how in answer["errorMessage"]
    assert call(cloud, "Work", {"do": "nothing"}) == (None, None)


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="the kernel does not say what a process has held")
def test_a_report_says_how_much_memory_was_used_at_most_however_short_the_call(cloud: Cloud) -> None:
    call(cloud, "Work", {"do": "answer", "bytes": 5_000_000})
    lines = (cloud.state / "logs/Work.log").read_text().splitlines()
    used = json.loads([line for line in lines if "platform.report" in line][-1])["record"]["metrics"]["maxMemoryUsedMB"]
    assert 10 < used < 1_000


def test_an_answer_beyond_six_megabytes_is_refused(cloud: Cloud) -> None:
    assert call(cloud, "Work", {"do": "answer", "bytes": 5_000_000})[0] is None
    failed, answer = call(cloud, "Work", {"do": "answer", "bytes": 6_300_000})
    assert (failed, answer["errorType"]) == ("Unhandled", "Function.ResponseSizeTooLarge")


def test_a_function_without_a_folder_says_so(cloud: Cloud) -> None:
    failed, answer = call(cloud, "Missing", {})
    assert failed == "Unhandled"
    assert "handler.py is not there" in answer["errorMessage"]


def test_a_function_that_does_not_exist_is_not_found(cloud: Cloud) -> None:
    with pytest.raises(ClientError) as caught:
        call(cloud, "Nobody", {})
    assert caught.value.response["Error"]["Code"] == "ResourceNotFoundException"


def test_an_event_is_taken_at_once_and_worked_off_later(cloud: Cloud) -> None:
    event = {"source": "by-hand", "detail": {}}
    answer = cloud.client("lambda").invoke(
        FunctionName="Note", InvocationType="Event", Payload=json.dumps(event).encode()
    )
    assert answer["StatusCode"] == 202
    eventually(lambda: _noted(cloud, "by-hand"))


def test_what_functions_print_lies_in_a_log_of_their_own(cloud: Cloud) -> None:
    call(cloud, "Work", {"do": "raise"})
    log = (cloud.state / "logs" / "Work.log").read_text()
    assert "ProviderThrottled" in log
    report = json.loads(next(line for line in log.splitlines() if "platform.report" in line))
    assert report["record"]["metrics"]["durationMs"] > 0


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().split(")")[1][:3]


def _noted(cloud: Cloud, source: str) -> list[str]:
    found = cloud.client("s3").list_objects_v2(Bucket="spotworks-work", Prefix=f"events/{source}/")
    return [entry["Key"] for entry in found.get("Contents", [])]


def test_the_log_result_is_there_as_the_api_has_it(cloud: Cloud) -> None:
    answer = cloud.client("lambda").invoke(FunctionName="Echo", LogType="Tail", Payload=b"{}")
    assert base64.b64decode(answer["LogResult"])
