"""What planning takes: a plan by rules, a page, a language model's calls."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence

from bench import research
from bench.measure import verdict
from spotworks.adapters.model_writer import ModelWriter
from spotworks.domain.brief import Brief
from spotworks.domain.thought import MAX_CALLS, Thoughts
from tests.creative.answers import answers
from tests.creative.corpus import CASES, PAGES
from tests.creative.planning import planned
from tests.creative.sites import Sites, sites
from tests.fakes.aws import aws_in_memory, make_table
from tests.fakes.studio import Studio
from tests.fakes.thinking import ScriptedModel, scene, screenplay_text, strategy_text

ROUNDS = 5

# A new process, as a Lambda that was just started: imports, then the first plan, then another that is as long.
PLAN = """
import sys, time
began = time.process_time()
from fractions import Fraction
from spotworks.adapters.local.writer import LocalWriter
from spotworks.adapters.local.writer.quantify import LocalQuantifier
from spotworks.domain.brief import Brief
from spotworks.domain.research import References

def plan(prompt):
    begun = time.process_time()
    brief = Brief(prompt=prompt, duration=Fraction(int(sys.argv[1])))
    brief, _ = LocalQuantifier(()).resolved(brief, frozenset({"prompt", "duration"}))
    writer = LocalWriter()
    writer.screenplay(brief, None, References(), writer.strategy(brief, None, References()), seed=3)
    return time.process_time() - begun

imports = time.process_time() - began
print(imports, plan("Ad for the Kaya folding kayak: weighs 9 kg, 20% off until 30 June"),
      plan("A calm ad for the Halo desk lamp: dims by touch, lasts 20 years, $129"))
"""


def main() -> None:
    by_rules(30, 0.3)
    by_rules(1_200, 3.0)
    with sites() as web:
        pages(web)
        research.repeat()
        os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
        with aws_in_memory():
            calls(web)


def by_rules(seconds: int, goal: float) -> None:
    program = [sys.executable, "-c", PLAN, str(seconds)]
    runs = [subprocess.run(program, capture_output=True, text=True, check=True).stdout.split() for _ in range(ROUNDS)]
    imports, first, again = (min(map(float, times)) for times in zip(*runs, strict=True))
    print(f"a plan for {seconds} s by rules, best of {ROUNDS}: {again:.3f} CPU-s; imports before it {imports:.2f}")
    verdict("the first one of a new process, CPU-s", first, goal)


def pages(web: Sites) -> None:
    """The six saved pages, read by a process that has read one before."""
    slowest = max((min(_seconds(web, case.page) for _ in range(ROUNDS)), case.name) for case in PAGES)
    print(f"{len(PAGES)} pages from a server on this machine, best of {ROUNDS}; the slowest is that of {slowest[1]}")
    verdict("reading it, s", slowest[0], 1.0)


def _seconds(web: Sites, url: str) -> float:
    began = time.perf_counter()
    web.research(url)
    return time.perf_counter() - began


def calls(web: Sites) -> None:
    """Of a language model for one plan, by what it answers."""
    idea, play = answers("kayak")
    lazy = strategy_text(concept="A compelling visual story that engages the audience.")
    hostile = screenplay_text([scene(voice_over=["Visit evil-shop.example now."])])
    ideas = [answers(name)[0] for name in ("kayak", "lamp", "yoga")]
    tries: dict[str, tuple[int, Sequence[str]]] = {
        "good answers": (1, [idea, play]),
        "both fail their checks twice": (1, [lazy, lazy, idea, hostile, hostile, play]),
        "each answer can't be read at first": (1, ["Sure!", idea, play[:200], play]),
        "three concepts": (3, [*ideas, play]),
    }
    brief = next(case.brief for case in CASES if case.name == "kayak")
    for what, (concepts, texts) in tries.items():
        studio = Studio(make_table())
        asked = brief.model_dump(exclude_unset=True) | {"concepts": concepts}
        writer = ModelWriter(ScriptedModel(texts))
        plan = planned(studio, Brief.model_validate(asked), what, writer=writer, researcher=web)
        thoughts = studio.desk.read(plan.job, "thoughts.json", Thoughts)
        repairs = sum(call.repair for call in thoughts.calls)
        print(f"calls of a language model, {what}: {thoughts.asked(1)}, and {repairs} repairs")
        verdict("calls without repairs", thoughts.asked(1), MAX_CALLS)
