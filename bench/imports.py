"""What starting and finishing an order takes to import, each in a process of its own, as a Lambda begins."""

import subprocess
import sys
from typing import NamedTuple

from bench.measure import verdict
from infra.catalogue import ENVIRONMENT
from local.launch import ROOT

SDKS = (
    "anthropic", "edge_tts", "elevenlabs", "fal_client", "google.genai", "luma_agents", "lumaai", "openai", "replicate",
    "runpod", "runwayml",
)  # fmt: skip
"""All vendors' own packages that are installed here."""


class Lambda(NamedTuple):
    """function: its folder; model: that it buys of; loads: what its handler has wiring make for that."""

    function: str
    model: str
    loads: str


_SPEAKS = (  # its package is imported by the call itself, which reaches nobody
    "from contextlib import suppress\n"
    "with suppress(Exception): wiring.vendor(wiring.model(MODEL)).say("
    "'Hi.', language='en', mood='', model=wiring.model(MODEL), seed=1)"
)
_ORDERS = "wiring.ordering(); wiring.vendor(wiring.model(MODEL))"
LAMBDAS = (
    Lambda("start_clip", "gen4_turbo", f"wiring.desk(); wiring.clip_maker(); {_ORDERS}"),
    Lambda("start_image", "gpt_image", f"wiring.desk(); wiring.image_maker('t'); wiring.critic(); {_ORDERS}"),
    Lambda("tend_order", "hailuo_fast", _ORDERS),
    Lambda("start_music", "elevenlabs_music", f"wiring.desk(); wiring.music_maker('t'); {_ORDERS}"),
    Lambda("start_voice", "elevenlabs_v3", "wiring.desk(); wiring.voice_maker('t', MODEL)"),
    Lambda("start_voice", "edge_tts", f"wiring.desk(); wiring.voice_maker('t', MODEL); {_SPEAKS}"),
    Lambda("start_effects", "elevenlabs_effects", "wiring.desk(); wiring.effects_maker('t', MODEL)"),
    Lambda("choose_strategy", "claude_opus", "wiring.desk(); wiring.writer(); wiring.angles()"),
)
_MADE = """
import sys, time
began = time.process_time()
import handler
from spotworks import wiring
MODEL = sys.argv[1]
{loads}
print(time.process_time() - began, *sys.modules)
"""
_IMPORTED = """
import sys, time
from importlib import import_module
began = time.process_time()
import handler
for name in sys.argv[1:]:
    try:
        import_module(name)
    except ImportError:  # of what makes its modules by itself
        pass
spent = time.process_time() - began
[held] = [int(line.split()[1]) / 1024 for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(spent, held)
"""
_BASE = """
import time
began = time.process_time()
import aws_lambda_powertools, boto3, pydantic
print(time.process_time() - began)
"""
"""What every Lambda takes. The machine's CPU-seconds differ by half from hour to hour: compare with those of this."""
_NEEDED = {
    "PATH": "/usr/bin:/bin", "AWS_DEFAULT_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x",
    "SPOTWORKS_TABLE": "x", "SPOTWORKS_WORK": "x", "SPOTWORKS_ORDERS": "https://x", "SPOTWORKS_MONTHLY_CAP": "1",
    "SPOTWORKS_VENDORS": "http://127.0.0.1:9", "SPOTWORKS_LANGUAGE_MODEL": "claude_opus",
    "OPENBLAS_NUM_THREADS": ENVIRONMENT["OPENBLAS_NUM_THREADS"],
}  # fmt: skip
"""Of a Lambda's environment. The vendors are at an address where nobody is: nothing is called."""


def main() -> None:
    """CPU of importing: the best of three processes, as other work on the machine makes one only dearer."""
    for one in LAMBDAS:
        made, *modules = _begun(one, _MADE.format(loads=one.loads), one.model)
        found = [
            [float(value) for code in (_IMPORTED, _BASE) for value in _begun(one, code, *modules)] for _ in range(3)
        ]
        cpu, held, base = (min(values) for values in zip(*found, strict=True))
        name, sdks = f"{one.function} with {one.model}", [sdk for sdk in SDKS if sdk in modules]
        print(f"{name}: {float(made):.2f} CPU-s, of them {cpu:.2f} of imports; SDKs: {', '.join(sdks) or 'none'}")
        print(f"  boto3, Pydantic and Powertools alone: {base:.2f} CPU-s")
        verdict(f"CPU-s to import {name}", cpu, 0.7)
        verdict(f"MB to import {name}", held, 130)
        verdict(f"vendors' SDKs in {name}", len(sdks), 1)


def _begun(one: Lambda, code: str, *about: str) -> list[str]:
    """What a fresh process prints."""
    return subprocess.run(
        [sys.executable, "-c", code, *about], cwd=ROOT / "functions" / one.function,
        env={"PYTHONPATH": str(ROOT / "layers/spotworks/python"), **_NEEDED}, capture_output=True, text=True,
        check=True,
    ).stdout.split()  # fmt: skip
