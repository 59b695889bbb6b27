"""DrawStoryboard: the sheet with the scenes and their lines, and the thumbnail."""

from spotworks.domain.base import Frozen, JobRef
from spotworks.domain.brief import Brief
from spotworks.domain.keys import document_key
from spotworks.domain.screenplay import Screenplay
from spotworks.ports import Artist
from spotworks.stages.shared.desk import Desk
from spotworks.stages.shared.generation import made_for


class Drawn(Frozen):
    scenes: int


def draw_storyboard(job: JobRef, *, desk: Desk, artist: Artist) -> Drawn:
    play = desk.read(job, "screenplay.json", Screenplay)
    width, height = desk.read(job, "brief.json", Brief).canvas
    pictures = [desk.work.read(made_for(desk, job, "image", scene.index).key) for scene in play.scenes]
    sheet = artist.sheet(play, pictures)
    thumbnail = artist.thumbnail(play, pictures, width=width, height=height)
    for name, content, kind in (("storyboard.png", sheet, "image/png"), ("thumbnail.jpg", thumbnail, "image/jpeg")):
        desk.work.write(document_key(job.tenant, job.video_id, name), content, content_type=kind)
    return Drawn(scenes=len(pictures))
