"""StartMusic."""

from dataclasses import replace
from decimal import Decimal

import pytest

from spotworks.domain.generation import MusicRequest
from spotworks.domain.model import Model, Price
from spotworks.errors import ModelUnavailable
from spotworks.ports import Product, VendorRequest
from spotworks.stages.shared.generation import made_for
from spotworks.stages.start_music import start_music
from tests.fakes.plans import MODELS

BAND = Model(
    id="band", provider="tiny_vendor", name="b", makes=("music",), prices=(Price(usd=Decimal("0.80"), unit="song"),)
)


def test_one_piece_is_asked_for_as_long_as_the_video(studio):
    job = studio.planned()
    start_music(studio.sound(job), desk=studio.desk, maker=studio.music)
    [request] = studio.music.asked
    assert (request.duration, request.cuts, request.brief.mood) == (10, (4,), "warm")
    assert made_for(studio.desk, job, "music").model == "tiny"


def test_a_repeated_stage_composes_once(studio):
    job = studio.planned()
    for _ in range(2):
        start_music(studio.sound(job), desk=studio.desk, maker=studio.music)
    assert len(studio.music.asked) == 1


class TinyComposer:
    """ports.Composer. kept: what is on the shelf."""

    def __init__(self, kept: Product | None = None) -> None:
        self.kept = kept

    def find(self, request: MusicRequest) -> Product | None:
        return self.kept

    def order(self, request: MusicRequest) -> VendorRequest:
        return VendorRequest(kind="music", model=BAND, prompt=request.brief.mood, seconds=int(request.duration))


def start_bought(studio, composer):
    job = studio.planned(budget="5")
    play = studio.play(job)
    studio.desk.write(job, "screenplay.json", play.model_copy(update={"makers": {"music": ("band", "local")}}))
    shop = replace(studio.ordering, models=(*MODELS, BAND), composer=lambda tenant, model: composer)
    start_music(
        studio.sound(job), desk=studio.desk, maker=studio.music, models=(*MODELS, BAND),
        composer=lambda tenant, model: composer, ordering=lambda: shop,
    )  # fmt: skip
    return job


def test_bought_music_is_ordered_with_its_money_set_aside(studio):
    job = start_bought(studio, TinyComposer())
    [asked] = studio.vendor.asked
    assert (asked.kind, asked.prompt, asked.seconds, bool(asked.client_key)) == ("music", "warm", 10, True)
    [line] = studio.ledger.spends(job.tenant, job.video_id)
    assert (line.state, line.estimate, line.provider, line.phase) == ("held", Decimal("0.80"), "tiny_vendor", "music")
    assert studio.music.asked == []


def test_music_that_was_bought_before_is_not_bought_again(studio):
    kept = Product(content=b"{}", suffix=".json", content_type="application/json", model="band")
    job = start_bought(studio, TinyComposer(kept))
    assert studio.vendor.asked == []
    assert made_for(studio.desk, job, "music").model == "band"
    assert all(line.amount == 0 for line in studio.ledger.spends(job.tenant, job.video_id))


def test_a_model_that_the_catalogue_does_not_have_any_more_is_named(studio):
    job = studio.planned()
    play = studio.play(job)
    studio.desk.write(job, "screenplay.json", play.model_copy(update={"makers": {"music": ("band", "local")}}))
    with pytest.raises(ModelUnavailable, match="band"):
        start_music(studio.sound(job), desk=studio.desk, maker=studio.music)
