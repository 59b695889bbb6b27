"""A channel tells one theme for a month: the rules find enough to say, be it six seconds or thirty."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from spotworks.adapters.local.writer import LocalWriter
from spotworks.catalogue import load
from spotworks.domain.angle import Angles, by_angle
from spotworks.domain.brief import Brief
from spotworks.domain.likeness import TOO_ALIKE, fingerprint, likeness, lines_of
from spotworks.domain.research import References

WRITER, NOTHING = LocalWriter(), References()
ANGLES = Angles.model_validate(load("angles"))
DRAFTS = 12  # of a day, as stages/shared/edition.py has it


@pytest.mark.parametrize("length", [6, 30])
@pytest.mark.parametrize(
    "brief",
    [
        Brief(prompt="Our coffee shop"),
        Brief(prompt="Кофейня", brand="Тёплый угол"),
        Brief(prompt="sourdough bakery", brand="Crumb & Co"),
        Brief(prompt="Барбершоп в Твери. Стрижём без записи. Работаем до полуночи."),
    ],
    ids=lambda brief: brief.prompt[:12],
)
def test_a_thin_theme_lasts_for_a_month(brief: Brief, length: int) -> None:
    brief = brief.model_copy(update={"duration": Fraction(length)})
    told: list[str] = []
    seen: list[tuple[int, ...]] = []
    for number in range(30):
        day = date(2026, 11, 1) + timedelta(number)
        order = ANGLES.order(brief, told[::-1], f"c|{day}")
        for draft in range(DRAFTS):
            angle = order[draft % len(order)]
            today = by_angle(brief, angle, salt=f"c|{day}|{draft}|", turn=day.toordinal() + draft)
            play = WRITER.screenplay(today, None, NOTHING, WRITER.strategy(today, None, NOTHING), seed=today.seed or 0)
            own = f"{brief.prompt} {brief.brand}"
            play = ANGLES.tell(play, angle, day, own=own, uses=told.count(angle.name))
            words = tuple(fingerprint(lines_of(play)))
            if all(likeness(words, before) < TOO_ALIKE for before in seen):
                seen.append(words)
                told.append(angle.name)
                break
    assert len(seen) == 30
