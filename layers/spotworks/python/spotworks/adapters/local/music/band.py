"""Who plays: what a seed chooses of a mood."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from spotworks.adapters.local.music.harmony import Key
from spotworks.adapters.local.music.moods import MOODS
from spotworks.adapters.local.music.patterns import MOTIFS


@dataclass(frozen=True)
class Band:
    """One of everything in a `moods.Mood`. motif: index of MOTIFS; arp_order: chord tones of eight steps."""

    key: Key
    verse: tuple[int, ...]
    lift: tuple[int, ...]
    colour: str
    cadence: int
    pad: str
    comp: str
    arp: str
    bass: str
    lead: str
    comp_pattern: str
    bass_pattern: str
    kit: str
    swing: float
    pump: float
    rises: bool
    motif: int
    arp_order: tuple[int, ...]


_T = TypeVar("_T")


def _one(rng: np.random.Generator, options: Sequence[_T]) -> _T:
    return options[int(rng.integers(len(options)))]


def band(mood: str, seed: int) -> Band:
    """The band of a mood and seed; an unknown mood plays as "warm"."""
    rng = np.random.default_rng([seed & 0xFFFFFFFF, *mood.encode()])
    made = MOODS.get(mood, MOODS["warm"])

    verse = _one(rng, made.progressions)
    comp = _one(rng, made.comps)
    arp = _one(rng, [name for name in made.arps if name != comp] or made.arps)
    return Band(
        key=Key(_one(rng, made.tonics), _one(rng, made.modes)),
        verse=verse,
        lift=_one(rng, [p for p in made.progressions if p != verse]) if rng.random() < 0.6 else verse,
        colour=_one(rng, made.colours),
        cadence=_one(rng, made.cadence),
        pad=_one(rng, made.pads),
        comp=comp,
        arp=arp,
        bass=_one(rng, made.basses),
        lead=_one(rng, [name for name in made.leads if name != comp] or made.leads),
        comp_pattern=_one(rng, made.comp_patterns),
        bass_pattern=_one(rng, made.bass_patterns),
        kit=_one(rng, made.kits),
        swing=_one(rng, made.swing),
        pump=made.pump,
        rises=made.rises,
        motif=int(rng.integers(len(MOTIFS))),
        arp_order=tuple(int(i) for i in rng.permutation(4)) + tuple(int(i) for i in rng.permutation(4)),
    )
