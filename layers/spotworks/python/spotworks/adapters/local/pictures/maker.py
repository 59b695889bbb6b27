"""Storyboard pictures without any vendor: composed, drawn and graded on this machine."""

from spotworks.adapters.local.pictures import pixels
from spotworks.adapters.local.pictures.compose import compose
from spotworks.adapters.local.pictures.photo import Photo
from spotworks.adapters.media.memory import map_large
from spotworks.domain.generation import ImageRequest
from spotworks.ports import Files, Product

MODEL = "local"


class LocalPictures:
    """Satisfies ports.Maker for ImageRequest. The same request gives the same pixels.

    work: the bucket in which the request's reference photo lies.
    """

    def __init__(self, work: Files) -> None:
        self._work = work

    def make(self, request: ImageRequest) -> Product:
        """A JPEG of request.width x request.height. Raises NotFound if the reference is gone."""
        map_large()
        return Product(
            content=pixels.jpeg(compose(request, self._photo(request))),
            suffix=".jpg",
            content_type="image/jpeg",
            model=MODEL,
            note="composed on this machine" + (" from your photo" if request.reference else ""),
        )

    def _photo(self, request: ImageRequest) -> Photo | None:
        if request.reference is None:
            return None
        return Photo(pixels.decode(self._work.read(request.reference.key)), request.reference.focus)
