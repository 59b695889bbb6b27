"""`--vendors` and `--faults`: whom a server that a command starts buys from."""

import json
from pathlib import Path

import httpx
import pytest

from local.cli import main
from tests.fakes.cloud import running_cloud
from tests.local.conftest import MINIATURE


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["make", "a mug", *words]) == 2
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--vendors", "cheap"), "vendors: must be real or fake, not cheap"),
        (("--faults", "7"), "faults: is for --vendors fake"),
        (("--vendors", "real", "--faults", "7"), "faults: is for --vendors fake"),
        (("--vendors", "fake", "--server", "http://127.0.0.1:9"), "vendors: cannot be chosen for a server elsewhere"),
        (("--route-by", "luck"), "route_by: must be"),
    ],
)
def test_what_cannot_be_is_said_before_a_server_is_started(
    options: tuple[str, ...], why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert why in refused(capsys, *options, "--state", str(tmp_path / "state"))
    assert not (tmp_path / "state" / "server.lock").exists()


def test_fakes_answer_beside_their_server_and_no_command_changes_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state = tmp_path / "state"
    with running_cloud(state, *MINIATURE, "--vendors", "fake", "--faults", "7") as cloud:
        assert httpx.get(f"{cloud.server.vendors}/shop").json() == {"taken": []}
        assert httpx.get(f"{cloud.server.vendors}/replicate/v1/predictions/none").status_code in {401, 404}
        for command in (["make", "a mug"], ["revise", "v1", "warmer"], ["retry", "v1"]):
            for options in (("--vendors", "real"), ("--vendors", "fake", "--faults", "8")):
                assert main([*command, *options, "--state", str(state), "--out", str(tmp_path / "out")]) == 1
                assert f"process {cloud.server.pid}" in capsys.readouterr().err


def test_the_vendors_themselves_have_no_address_here(cloud) -> None:
    assert cloud.server.vendors == ""
    assert json.loads((cloud.state / "server.json").read_text())["vendors"] == ""
