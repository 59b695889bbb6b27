"""`make plans`: the section "Three plans in full" of docs/creative.md, with its storyboards, anew."""

import io
import os
from pathlib import Path

from PIL import Image

from spotworks.adapters.critique import MeasuredCritic
from spotworks.adapters.local.pictures import LocalArtist, LocalPictures
from spotworks.adapters.media.likeness import PictureEye
from spotworks.domain.keys import document_key
from tests.creative.planning import Planned
from tests.creative.showcase import picture, plans, renewed, section
from tests.creative.sites import sites
from tests.fakes.aws import aws_in_memory
from tests.fakes.studio import Studio

DOCS = Path(__file__).parents[2] / "docs"
WIDE, MOST = 1000, 250_000  # pixels, bytes


def main() -> None:
    os.environ.update(AWS_ACCESS_KEY_ID="local", AWS_SECRET_ACCESS_KEY="local", AWS_DEFAULT_REGION="us-east-1")
    found = {}
    with aws_in_memory(), sites() as web:
        for name, studio, plan in plans(web):
            path = DOCS / picture(name)
            path.write_bytes(small(storyboard(studio, plan)))
            print(f"  {path}   {path.stat().st_size // 1000} kB", flush=True)
            found[name] = plan
    page = DOCS / "creative.md"
    page.write_text(renewed(page.read_text(encoding="utf-8"), section(found.items())), encoding="utf-8")
    print(f"  {page}   look at it and at the pictures, then commit them")


def storyboard(studio: Studio, plan: Planned) -> bytes:
    """The sheet as a PNG, by the stages that draw it for every job."""
    studio.images = LocalPictures(studio.work)
    studio.artist = LocalArtist()
    studio.critic, studio.eye = MeasuredCritic(studio.artist), PictureEye()
    for scene in plan.play.scenes:
        studio.image(plan.job, scene.index)
    studio.storyboard(plan.job)
    return studio.work.read(document_key(plan.job.tenant, plan.job.video_id, "storyboard.png"))


def small(sheet: bytes) -> bytes:
    """A JPEG that a page can show."""
    with Image.open(io.BytesIO(sheet)) as whole:
        shrunk = whole.convert("RGB").resize((WIDE, round(whole.height * WIDE / whole.width)), Image.Resampling.LANCZOS)
    for quality in range(88, 40, -6):
        shrunk.save(out := io.BytesIO(), "JPEG", quality=quality, optimize=True, progressive=True)
        if out.tell() <= MOST:
            break
    return out.getvalue()


if __name__ == "__main__":
    main()
