"""Plays a score: notes into buses, buses into a hall and a master, block by block."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

import numpy as np

from spotworks.adapters.local.music.drums import drum
from spotworks.adapters.local.music.score import Note
from spotworks.adapters.local.music.tones import Tone, tone
from spotworks.adapters.local.sound.dynamics import ceiling
from spotworks.adapters.local.sound.signal import RATE, gain
from spotworks.adapters.local.sound.spectrum import convolve, loudness, room

BLOCK = 9 * RATE
LONGEST = 16 * RATE  # a note and its release; longer ones are cut
LUFS = -18.0
TOP = -3.3  # dBFS
MEASURED = 120 * RATE  # the level of a long piece is set by its first two minutes

# Bus -> (share that goes to the hall, whether the kick turns it down).
BUSES = {"chords": (0.20, True), "lead": (0.30, False), "bass": (0.0, True), "drums": (0.07, False)}


@lru_cache(maxsize=1)
def _hall() -> Tone:
    return room(1.7, seed=5, predelay=0.018, low=260, high=5200).astype(np.float32)


def master(blocks: Iterable[Tone]) -> Iterator[Tone]:
    """Brings a piece to LUFS under TOP."""
    waiting: list[Tone] = []
    factor = 0.0
    for block in blocks:
        if factor:
            yield ceiling(block * factor, knee=-9.0, top=TOP)
            continue
        waiting.append(block)
        if sum(each.shape[1] for each in waiting) >= MEASURED:
            factor = _factor(waiting)
            yield from (ceiling(each * factor, knee=-9.0, top=TOP) for each in waiting)
            waiting = []
    if waiting:
        factor = _factor(waiting)
        yield from (ceiling(each * factor, knee=-9.0, top=TOP) for each in waiting)


def _factor(blocks: list[Tone]) -> float:
    return gain(LUFS - loudness(np.concatenate(blocks, axis=1)))


def mixed(notes: Iterable[Note], samples: int, *, pump: float, fade: int) -> Iterator[Tone]:
    """The piece in blocks of stereo float32, exactly `samples` long in all, the last `fade` of them fading."""
    buses = {name: np.zeros((2, BLOCK + LONGEST), np.float32) for name in BUSES}
    echo = np.zeros((2, BLOCK + _hall().shape[1]), np.float32)
    coming = iter(notes)
    held: Note | None = next(coming, None)
    kicks: list[int] = []
    early: list[Note] = []
    for first in range(0, samples, BLOCK):
        # Notes come bar by bar and, inside a bar, in no order: read a bar further than is needed.
        while held is not None and held.at * RATE < first + BLOCK + 4 * RATE:
            early.append(held)
            held = next(coming, None)
        now = [note for note in early if note.at * RATE < first + BLOCK]
        early = [note for note in early if note.at * RATE >= first + BLOCK]
        for note in now:
            _play(note, buses[note.bus], max(0, round(note.at * RATE) - first))
        kicks = [at for at in kicks if at > first - RATE] + [round(n.at * RATE) for n in now if n.tone == "kick"]
        block = _block(buses, echo, _ducking(kicks, first, pump))
        block = block[:, : samples - first]
        ramp = (samples - 1 - (first + np.arange(block.shape[1]))) / max(fade, 1)
        yield (block * np.sin(np.pi / 2 * np.clip(ramp, 0, 1)) ** 2).astype(np.float32)


def _play(note: Note, bus: Tone, start: int) -> None:
    sound = (
        drum(note.tone, note.length) if note.pitch is None else tone(note.tone, note.pitch, round(note.length * RATE))
    )
    length = min(sound.shape[1], bus.shape[1] - start)
    for channel, side in ((0, -note.pan), (1, note.pan)):
        level = np.float32(note.level * min(1.0, 1 + side))
        bus[channel, start : start + length] += level * sound[channel, :length]


def _block(buses: dict[str, Tone], echo: Tone, ducking: Tone | None) -> Tone:
    """Takes the next BLOCK off the buses and the hall's tail, and moves both on."""
    out = np.zeros((2, BLOCK), np.float32)
    send = np.zeros((2, BLOCK), np.float32)
    for name, (share, ducked) in BUSES.items():
        bus = buses[name]
        part = bus[:, :BLOCK] * ducking if ducked and ducking is not None else bus[:, :BLOCK]
        out += part
        send += np.float32(share) * part
        bus[:, :LONGEST] = bus[:, BLOCK:].copy()
        bus[:, LONGEST:] = 0
    wet = convolve(send, _hall())
    echo[:, : wet.shape[1]] += wet
    out += echo[:, :BLOCK]
    tail = echo.shape[1] - BLOCK
    echo[:, :tail] = echo[:, BLOCK:].copy()
    echo[:, tail:] = 0
    return out


def _ducking(kicks: list[int], first: int, depth: float) -> Tone | None:
    """Gain of what makes way for the kick: down at once, back within a third of a second."""
    if not depth or not kicks:
        return None
    time = np.arange(round(0.5 * RATE), dtype=np.float32) / RATE
    dip = np.float32(depth) * np.exp(-time / 0.11) * np.minimum(1, time / 0.008)
    down = np.zeros(BLOCK, np.float32)
    for at in kicks:
        low, high = max(at, first), min(at + dip.size, first + BLOCK)
        if low < high:
            np.maximum(
                down[low - first : high - first], dip[low - at : high - at], out=down[low - first : high - first]
            )
    return 1 - down
