"""ReframeSpot: the same edit for another aspect. Pictures composed here are composed anew, others are cropped."""

from fractions import Fraction
from pathlib import Path
from typing import Literal

from spotworks.domain.base import Frozen, JobRef, OutputRef
from spotworks.domain.brief import Brief
from spotworks.domain.clip import ClipDocument
from spotworks.domain.dressing import words_margins
from spotworks.domain.generation import Made
from spotworks.domain.keys import output_name
from spotworks.domain.reframing import CropPath, reframed
from spotworks.domain.requests import image_request
from spotworks.domain.research import References
from spotworks.domain.screenplay import Screenplay
from spotworks.domain.timeline import Footage, Still
from spotworks.ports import Artist, Framer, Maker
from spotworks.stages.assemble_timeline import edited, made_clips, write_timeline
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import Products, make_at_once
from spotworks.stages.shared.memory import recalled, remember

COMPOSED = "local"  # the model of pictures that are drawn for any canvas, at no cost


class Reframed(Frozen):
    frames: int


class CropQuestion(Frozen):
    """All that decides a crop's way. rules: the framer's; length: frames of the clip, with what a transition adds."""

    kind: Literal["crop"] = "crop"
    key: str
    offset: int
    length: int
    fps: int
    canvas: tuple[int, int]
    rules: str


class Crops(Frozen):
    paths: tuple[CropPath, ...]


def reframe_spot(
    request: OutputRef, *, desk: Desk, artist: Artist, framer: Framer, maker: Maker, folder: Path
) -> Reframed:
    """maker: of storyboard pictures; folder: an empty one. Raises RenderFailed for footage that does not decode."""
    brief = desk.read(request, "brief.json", Brief)
    play = desk.read(request, "screenplay.json", Screenplay)
    other = brief.for_output(request.output)
    products = Products.of_job(desk, request)
    camera = _Cameraman(request, other, play, products, desk=desk, framer=framer, maker=maker, folder=folder)
    clips = {at: camera.reframed(*at, clip) for at, clip in made_clips(play, products, desk).items()}
    timeline = edited(request, other, play, clips, products, desk=desk, artist=artist)
    write_timeline(request, output_name("timeline", brief, request.output), timeline, play.title, desk)
    desk.note(request, f"Reframed for {other.aspect}")
    return Reframed(frames=timeline.length)


class _Cameraman:
    """Makes the clips of a job anew for the canvas of `brief`."""

    def __init__(
        self, job: JobRef, brief: Brief, play: Screenplay, products: Products, *, desk: Desk, framer: Framer,
        maker: Maker, folder: Path,
    ) -> None:  # fmt: skip
        self._job, self._brief, self._play, self._products = job, brief, play, products
        self._desk, self._framer, self._maker, self._folder = desk, framer, maker, folder
        self._references = desk.read(job, "references.json", References)
        self._composed: dict[int, Made] = {}

    def reframed(self, scene: int, chunk: int, clip: ClipDocument) -> ClipDocument:
        source = clip.source
        if isinstance(source, Footage):
            changed: Still | Footage = source.model_copy(update={"crop": self._path(scene, chunk, source)})
        elif self._is_composed(scene, source):
            changed = source.model_copy(update={"key": self._compose(scene).key})
        else:
            changed = self._cropped(source)
        return clip.model_copy(update={"source": changed})

    def _is_composed(self, scene: int, source: Still) -> bool:
        made = self._products.made("image", scene)
        return made.key == source.key and made.model == COMPOSED

    def _compose(self, scene: int) -> Made:
        if scene not in self._composed:
            free = words_margins(self._brief, self._desk.placements)
            wanted = image_request(self._play, self._play.scenes[scene], self._references, self._brief, free)
            self._composed[scene] = make_at_once(wanted, job=self._job, maker=self._maker, desk=self._desk)
        return self._composed[scene]

    def _cropped(self, source: Still) -> Still:
        framed = self._framer.still(self._desk.work.read(source.key))
        camera = reframed(source.camera, framed.subject, (framed.width, framed.height), self._brief.canvas)
        return source.model_copy(update={"camera": camera})

    def _path(self, scene: int, chunk: int, source: Footage) -> tuple[CropPath, ...]:
        fps = self._brief.fps
        question = CropQuestion(
            key=source.key,
            offset=source.offset,
            length=round(self._play.scenes[scene].chunks[chunk] * fps) + fps,  # a transition goes on under the next
            fps=fps,
            canvas=self._brief.canvas,
            rules=self._framer.rules,
        )
        crops = recalled(self._desk, self._job, question, Crops)
        if crops is None:
            crops = Crops(paths=self._follow(question))
            remember(self._desk, self._job, question, crops)
        return crops.paths

    def _follow(self, question: CropQuestion) -> tuple[CropPath, ...]:
        video = self._folder / Path(question.key).name
        if not video.exists():
            self._desk.work.download(question.key, video)
        return self._framer.footage(
            video, offset=question.offset, frames=question.length, fps=Fraction(question.fps), canvas=question.canvas
        )
