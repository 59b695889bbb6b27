"""The local clip: a still with a camera move, left to the renderer so that the picture is encoded once."""

from spotworks.domain.clip import ClipDocument
from spotworks.domain.generation import ClipRequest
from spotworks.domain.timeline import Still
from spotworks.ports import Product


class LocalClips:
    def make(self, request: ClipRequest) -> Product:
        clip = ClipDocument(
            source=Still(key=request.first_frame, camera=request.camera), last_frame=request.first_frame
        )
        return Product(
            content=clip.model_dump_json().encode(), suffix=".clip.json", content_type="application/json",
            model="camera move",
        )  # fmt: skip
