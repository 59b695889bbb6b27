"""Everything drawn: scenes' pictures, words over them, the storyboard sheet, the thumbnail."""

from spotworks.adapters.local.pictures.artist import LocalArtist
from spotworks.adapters.local.pictures.maker import LocalPictures

__all__ = ["LocalArtist", "LocalPictures"]
