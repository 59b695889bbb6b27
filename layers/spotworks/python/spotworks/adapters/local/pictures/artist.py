"""What is drawn beside the scenes' pictures."""

from collections.abc import Sequence

from spotworks.adapters.local.pictures import figures, kinetic, logos, photographs
from spotworks.adapters.local.pictures.lettering import written_in
from spotworks.adapters.local.pictures.overlays import overlays
from spotworks.adapters.local.pictures.sheet import sheet
from spotworks.adapters.local.pictures.thumbnail import thumbnail
from spotworks.adapters.rules import rules_of
from spotworks.domain.brand import Margins
from spotworks.domain.drawing import Drawing
from spotworks.domain.research import Palette
from spotworks.domain.screenplay import Screenplay, ScreenText
from spotworks.ports import OverlayImage


class LocalArtist:
    """Satisfies ports.Artist."""

    @property
    def rules(self) -> str:
        return rules_of(
            "adapters.local.pictures", "adapters.media.colour", "adapters.media.shaping", "adapters.phrasing",
            "domain.writing", "fonts",
        )  # fmt: skip

    def overlays(
        self, text: ScreenText, *, layout: str, palette: Palette, width: int, height: int, brand: str
    ) -> Sequence[OverlayImage]:
        return overlays(text, layout=layout, palette=palette, width=width, height=height, brand=brand)

    def draw(
        self,
        drawing: Drawing,
        *,
        palette: Palette,
        width: int,
        height: int,
        brand: str,
        photo: bytes = b"",
        free: Margins | None = None,
        language: str = "",
    ) -> Sequence[OverlayImage]:
        with written_in(language):
            return self._drawn(drawing, palette, width, height, brand, photo, free)

    def _drawn(
        self, drawing: Drawing, palette: Palette, width: int, height: int, brand: str, photo: bytes,
        free: Margins | None,
    ) -> Sequence[OverlayImage]:  # fmt: skip
        match drawing.kind:
            case "blocks":
                return overlays(
                    drawing.text, layout=drawing.layout, palette=palette, width=width, height=height, brand=brand,
                    logo=photo, logo_size=drawing.logo_size, typeface=drawing.typeface, free=free,
                )  # fmt: skip
            case "bug":
                return [logos.bug(photo, drawing, palette, width, height)]
            case "phrase":
                return kinetic.phrase(drawing, palette, width, height, free)
            case "figure":
                return [figures.figure(drawing, palette)]
            case "ground":
                return [kinetic.ground(drawing, palette, width, height)]
            case "photo":
                return [photographs.photograph(drawing, photo, palette, width, height, free)]

    def sheet(self, screenplay: Screenplay, pictures: Sequence[bytes], *, free: Margins | None = None) -> bytes:
        with written_in(screenplay.language):
            return sheet(screenplay, pictures, free)

    def thumbnail(self, screenplay: Screenplay, pictures: Sequence[bytes], *, width: int, height: int) -> bytes:
        with written_in(screenplay.language):
            return thumbnail(screenplay, pictures, width=width, height=height)
