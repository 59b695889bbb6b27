"""What things cost. Prices are US dollars, Decimal, never floats."""

from decimal import ROUND_DOWN, ROUND_UP, Decimal
from fractions import Fraction

from spotworks.domain.brief import Brief, Quality

# AWS Fargate on x86, us-east-1: $0.04048 a vCPU-hour and $0.004445 a GB-hour, with 2 GB a vCPU
# (list price as of 2026-04; https://aws.amazon.com/fargate/pricing/).
VCPU_SECOND = (Decimal("0.04048") + 2 * Decimal("0.004445")) / 3600

# CPU seconds a second of video takes, measured (docs/benchmarks.md), times 1.5 for a safe estimate.
_RENDER_LOAD: dict[Quality, Fraction] = {"draft": Fraction(1), "standard": Fraction(2), "broadcast": Fraction(6)}

# Lambda, Step Functions, S3 and DynamoDB of one video (research/infra.md, section 5).
ORCHESTRATION = Decimal("0.0010")


def compute_cost(cpu_seconds: float) -> Decimal:
    """Price of CPU seconds at AWS's list price, to six digits, rounded up."""
    return (Decimal(str(cpu_seconds)) * VCPU_SECOND).quantize(Decimal("0.000001"), rounding=ROUND_UP)


def worth_machines(seconds: Fraction, quality: Quality, beyond: int) -> bool:
    """Whether so much video is encoded sooner on several machines, each of which takes a while to start.

    beyond: CPU seconds of encoding up to which one machine does it all; 0: it always does.
    """
    return 0 < beyond < _RENDER_LOAD[quality] * seconds


def render_cost(brief: Brief) -> Decimal:
    """An upper bound of what encoding one variation takes."""
    return compute_cost(float(_RENDER_LOAD[brief.quality] * brief.duration * Fraction(3, 2)))


def share(brief: Brief) -> Decimal:
    """The cap of one variation: a request's budget is for all of them together."""
    return (brief.budget / brief.variations).quantize(Decimal("0.000001"), rounding=ROUND_DOWN)
