"""A plan is made in no time, also by a process that has just begun: patterns compiled, tables read, lines written."""

import subprocess
import sys

import pytest

PLAN = """
import time
from fractions import Fraction
from spotworks.adapters.local.writer import LocalWriter
from spotworks.adapters.local.writer.quantify import LocalQuantifier
from spotworks.domain.brief import Brief
from spotworks.domain.research import References

began = time.process_time()
brief = Brief(prompt="Ad for the Kaya folding kayak: weighs 9 kg, 20% off until 30 June", duration=Fraction({seconds}))
brief, _ = LocalQuantifier(()).resolved(brief, frozenset({{"prompt", "duration"}}))
writer = LocalWriter()
strategy = writer.strategy(brief, None, References())
writer.screenplay(brief, None, References(), strategy, seed=3)
print(time.process_time() - began)
"""


@pytest.mark.parametrize(("seconds", "most"), [(30, 0.3), (1200, 3.0)])
def test_the_first_plan_of_a_process_takes_little_cpu(seconds: int, most: float) -> None:
    program = [sys.executable, "-c", PLAN.format(seconds=seconds)]
    spent = [float(subprocess.run(program, capture_output=True, text=True, check=True).stdout) for _ in range(2)]
    assert min(spent) < most
