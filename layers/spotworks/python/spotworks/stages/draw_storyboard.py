"""DrawStoryboard: the sheet with the scenes and their lines, and the thumbnail."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.brand import Margins
from spotworks.domain.brief import Brief
from spotworks.domain.channel import Edition
from spotworks.domain.dressing import words_margins
from spotworks.domain.generation import digest
from spotworks.domain.keys import asset_key, document_key
from spotworks.domain.research import FootageFile, References
from spotworks.domain.screenplay import Screenplay
from spotworks.domain.timeline import PictureClip, Timeline
from spotworks.ports import Artist, Eye
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.edition import remember_pictures
from spotworks.stages.shared.generation import Products
from spotworks.stages.shared.memory import recalled, remember, tell


class Drawn(Frozen):
    scenes: int


class SheetQuestion(Frozen):
    """All that decides the sheet and the thumbnail. rules: the artist's."""

    kind: Literal["sheet"] = "sheet"
    screenplay: Screenplay
    pictures: tuple[str, ...]
    width: int
    height: int
    rules: str
    free: Margins | None = None


class Sheet(Frozen):
    """Keys of the work bucket; seconds: what drawing took."""

    sheet: str
    thumbnail: str
    seconds: float


def draw_storyboard(job: JobRef, *, desk: Desk, artist: Artist, eye: Eye) -> Drawn:
    """A channel's pictures are remembered, too; it is told when they are too like those of an older video."""
    play = desk.read(job, "screenplay.json", Screenplay)
    brief = desk.read(job, "brief.json", Brief)
    width, height = brief.canvas
    products = Products.of_job(desk, job)
    question = SheetQuestion(
        screenplay=play,
        pictures=_pictures(job, play, products, desk),
        width=width,
        height=height,
        rules=artist.rules,
        free=words_margins(brief, desk.placements),
    )
    found = recalled(desk, job, question, Sheet)
    drawn = found or _draw(job, question, desk=desk, artist=artist)
    for name, key, kind in (
        ("storyboard.png", drawn.sheet, "image/png"),
        ("thumbnail.jpg", drawn.thumbnail, "image/jpeg"),
    ):
        desk.work.write(document_key(job.tenant, job.video_id, name), desk.work.read(key), content_type=kind)
    reused = found is not None
    if reused:
        desk.note(job, "Storyboard reused", reused=True)
    tell(desk, job, "storyboard", "Storyboard", key=drawn.sheet, seconds=drawn.seconds, reused=reused)
    if edition := desk.find(job, "edition.json", Edition):
        remember_pictures(job, edition, question.pictures, desk=desk, eye=eye)
    return Drawn(scenes=len(play.scenes))


def _pictures(job: JobRef, play: Screenplay, products: Products, desk: Desk) -> tuple[str, ...]:
    """What each scene shows without its words, as a key; "" where that is no picture."""
    shown: dict[int, str] = {}
    if not all(scene.generated for scene in play.scenes):
        timeline = desk.read(job, "timeline.json", Timeline)
        films = {film.key: film for film in desk.read(job, "references.json", References).footage}
        shown = {clip.scene: _shown(clip, timeline.fps, films) for clip in reversed(timeline.picture)}
    made = {scene.index: products.made("image", scene.index).key for scene in play.scenes if scene.generated}
    return tuple((shown | made).get(scene.index, "") for scene in play.scenes)


def _shown(clip: PictureClip, fps: Fraction, films: Mapping[str, FootageFile]) -> str:
    """The clip's picture, or that of the shot it is cut from."""
    source = clip.source
    if source.type == "still":
        return source.key
    if source.type == "animation":
        return source.ground
    if source.type != "footage" or source.key not in films:
        return ""
    return min(films[source.key].shots, key=lambda shot: abs(shot.start + shot.length / 2 - source.offset / fps)).poster


def _draw(job: JobRef, question: SheetQuestion, *, desk: Desk, artist: Artist) -> Sheet:
    began = desk.clock.now()
    play, address = question.screenplay, digest(question)
    found = iter(desk.read_all([key for key in question.pictures if key]))
    pictures = [next(found) if key else b"" for key in question.pictures]
    sheet = artist.sheet(play, pictures, free=question.free)
    thumbnail = artist.thumbnail(play, pictures, width=question.width, height=question.height)
    drawn = Sheet(
        sheet=asset_key(job.tenant, address, ".png"),
        thumbnail=asset_key(job.tenant, address, ".jpg"),
        seconds=(desk.clock.now() - began).total_seconds(),
    )
    desk.work.write(drawn.sheet, sheet, content_type="image/png")
    desk.work.write(drawn.thumbnail, thumbnail, content_type="image/jpeg")
    remember(desk, job, question, drawn)
    return drawn
