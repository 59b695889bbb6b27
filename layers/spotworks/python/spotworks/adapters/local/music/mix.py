"""Plays a score: notes into buses, buses into a hall and a master, block by block."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

import numpy as np
import numpy.typing as npt

from spotworks.adapters.local.music.drums import drum
from spotworks.adapters.local.music.score import Note
from spotworks.adapters.local.music.tones import Tone, tone
from spotworks.adapters.local.sound.dynamics import ceiling
from spotworks.adapters.local.sound.signal import RATE, gain
from spotworks.adapters.local.sound.spectrum import loudness, minimum_phase, room, smooth_length

BLOCK = 9 * RATE // 2  # samples
LONGEST = 9 * RATE  # a note and its release; longer ones are cut
LUFS = -18.0
TOP = -3.3  # dBFS
MEASURED = 60 * RATE  # the level of a long piece is set by its first minute

# Bus -> (share that goes to the hall, whether the kick turns it down).
BUSES = {"chords": (0.20, True), "lead": (0.30, False), "bass": (0.0, True), "drums": (0.07, False)}


# The tone of the whole: a little less body, more presence and air.
_CURVE = ((1, -40), (28, -12), (45, 0), (130, 0), (300, -2), (700, -0.5), (1800, 3), (4500, 5), (9000, 5.5), (24001, 2))
_RING = smooth_length(BLOCK + 2 * RATE)  # length of the transforms: a block and what rings on after it


@lru_cache(maxsize=1)
def _responses() -> tuple[npt.NDArray[np.complex64], npt.NDArray[np.complex64]]:
    """Transfer of the dry sound, and of what goes to the hall."""
    tone_curve = np.fft.rfft(minimum_phase(_CURVE).astype(np.float32), _RING)
    hall = room(1.7, seed=5, predelay=0.018, low=260, high=6500).astype(np.float32)
    hall_curve = np.fft.rfft(hall, _RING) * tone_curve
    return tone_curve.astype(np.complex64), hall_curve.astype(np.complex64)


def master(blocks: Iterable[Tone]) -> Iterator[Tone]:
    """Brings a piece to LUFS under TOP."""
    coming = iter(blocks)
    opening, held = np.empty((2, MEASURED + BLOCK), np.float32), 0
    for block in coming:
        opening[:, held : held + block.shape[1]] = block
        held += block.shape[1]
        if held >= MEASURED:
            break
    factor = np.float32(gain(LUFS - loudness(opening[:, :held])))
    again = (opening[:, first : min(first + BLOCK, held)] for first in range(0, held, BLOCK))
    for block in chain(again, coming):
        yield ceiling(block * factor, knee=-9.0, top=TOP)


def mixed(notes: Iterable[Note], samples: int, *, pump: float, fade: int) -> Iterator[Tone]:
    """The piece in blocks of stereo float32, exactly `samples` long in all, the last `fade` of them fading."""
    buses = {name: np.zeros((2, BLOCK + LONGEST), np.float32) for name in BUSES}
    ringing = np.zeros((2, _RING), np.float32)
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
        block = _block(buses, ringing, _ducking(kicks, first, pump))
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


def _block(buses: dict[str, Tone], ringing: Tone, ducking: Tone | None) -> Tone:
    """Takes the next BLOCK off the buses, adds what rings on from before, and moves both on."""
    dry = np.zeros((2, BLOCK), np.float32)
    send = np.zeros((2, BLOCK), np.float32)
    for name, (share, ducked) in BUSES.items():
        bus = buses[name]
        part = bus[:, :BLOCK] * ducking if ducked and ducking is not None else bus[:, :BLOCK]
        dry += part
        send += np.float32(share) * part
        _advance(bus)
    direct, hall = _responses()
    spectrum, sent = np.fft.rfft(dry, _RING), np.fft.rfft(send, _RING)
    spectrum *= direct
    sent *= hall
    spectrum += sent
    del dry, send, sent
    ringing += np.fft.irfft(spectrum, _RING)
    out = ringing[:, :BLOCK].copy()
    _advance(ringing)
    return out


def _advance(x: Tone) -> None:
    rest = x.shape[1] - BLOCK
    x[:, :rest] = x[:, BLOCK:].copy()
    x[:, rest:] = 0


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
