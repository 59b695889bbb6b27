"""What a video tells of its own making: which part was made by whom, signed into the file (C2PA)."""

from typing import Literal

from spotworks.domain.base import Frozen

Kind = Literal[
    "algorithmicMedia", "trainedAlgorithmicMedia", "digitalCapture", "composite", "compositeWithTrainedAlgorithmicMedia"
]  # fmt: skip
"""IPTC's digital source types (cv.iptc.org/newscodes/digitalsourcetype)."""

LOCAL = frozenset({"local", "camera move", "espeak-ng", "synthesised", "composed", "scripted"})
"""What makers on this machine call themselves: rules, no trained model."""


class Part(Frozen):
    """One thing in the video. what: for people ("Picture of scene 2"); maker: a model or "the user"; key: its
    content address; format: its media type."""

    what: str
    maker: str
    kind: Kind
    key: str
    format: str = "application/octet-stream"


class Chain(Frozen):
    """parts in playing order; encoder: what wrote the file, in words."""

    title: str
    parts: tuple[Part, ...]
    encoder: str = ""

    @property
    def kind(self) -> Kind:
        """Of the whole."""
        trained = any(part.kind == "trainedAlgorithmicMedia" for part in self.parts)
        return "compositeWithTrainedAlgorithmicMedia" if trained else "composite"


class Provenance(Frozen):
    """What a file was found to say. state: "none" for a file without a manifest.

    valid: signed and unchanged; trusted: by a certificate that is known here too. problems: codes of the standard.
    """

    state: Literal["trusted", "valid", "invalid", "none"]
    signer: str = ""
    kind: str = ""
    title: str = ""
    parts: tuple[Part, ...] = ()
    problems: tuple[str, ...] = ()


class Signed(Frozen):
    """The signed copy of one output. key: in the work bucket; seconds: what signing took."""

    key: str
    seconds: float


def kind_of(model: str) -> Kind:
    """Whoever is not known to work by rules is taken for a trained model."""
    return "algorithmicMedia" if model in LOCAL else "trainedAlgorithmicMedia"
