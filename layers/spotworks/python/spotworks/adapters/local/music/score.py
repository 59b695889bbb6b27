"""Writes the piece: who plays what and when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from spotworks.adapters.local.music.band import Band
from spotworks.adapters.local.music.form import Form, Section
from spotworks.adapters.local.music.harmony import Chord, chord, lead
from spotworks.adapters.local.music.melody import phrase
from spotworks.adapters.local.music.patterns import BASSES, COMPS, FIFTH, KITS, Hit
from spotworks.adapters.local.sound.signal import gain

# dB of each part beside the others. A chord's notes share its level.
PAD, COMP, ARP, BASS, LEAD = -9.0, -3.0, -9.0, -3.5, -4.5

_FILL = ((12, 0.36), (13, 0.32), (14, 0.5), (15, 0.62))


@dataclass(frozen=True)
class Note:
    """at, length: seconds; pitch: MIDI, or None for a drum; bus: of `mix.BUSES`; pan -1 to 1; level 1.0 is full."""

    at: float
    tone: str
    pitch: int | None
    length: float
    level: float
    bus: str
    pan: float = 0.0


@dataclass(frozen=True)
class Bar:
    """One bar as it will be played; the last may have two beats. voicing: the chord's pitches, rising."""

    index: int
    steps: int
    section: Section
    chord: Chord
    voicing: tuple[int, ...]
    ahead: Section | None
    """The next section, in the last bar before it."""


class Score:
    """A piece, bar by bar, so that a long one never lies in memory whole."""

    def __init__(self, form: Form, players: Band, seed: int) -> None:
        self._form = form
        self._band = players
        self._step = form.beat / 4
        self._seed = seed & 0xFFFFFFFF
        self._chords = self._harmony()
        self._voicings = lead(self._chords)

    def notes(self) -> Iterator[Note]:
        """In order of bars; within a bar in no order."""
        for bar in self._bars():
            rng = np.random.default_rng([self._seed, 77, bar.index])
            for note in self._bar(bar):
                late = float(rng.normal(0, 0.003)) if note.at > 0 else 0.0
                yield Note(
                    max(0.0, note.at + late), note.tone, note.pitch, note.length,
                    note.level * float(rng.uniform(0.88, 1.06)), note.bus, note.pan,
                )  # fmt: skip
        yield from self._ending()

    def _harmony(self) -> list[Chord]:
        """A chord for each bar, and the last one."""
        chords = []
        for section in self._form.sections:
            strong = section.kind in {"lift", "final"}
            steps = self._band.lift if strong != bool(_round(section) % 2) else self._band.verse
            if section.kind == "break":
                steps = (self._band.lift[2], self._band.lift[3], self._band.lift[2], self._band.cadence)
            chords += [chord(self._band.key, steps[bar % len(steps)], self._band.colour) for bar in range(section.bars)]
        cadence = chord(self._band.key, self._band.cadence, "plain")
        if self._form.half:
            chords.append(cadence)
        elif len(chords) > 1:
            chords[-1] = cadence
        home = "open" if self._band.colour == "open" else "ninth"
        return [*chords, chord(self._band.key, 1, home)]

    def _bars(self) -> Iterator[Bar]:
        sections = self._form.sections
        owners = [section for section in sections for _ in range(section.bars)]
        count = self._form.bars + self._form.half
        for index in range(count):
            section = owners[min(index, len(owners) - 1)] if owners else Section("verse", 0, 1, 0.6)
            following = owners[index + 1] if index + 1 < len(owners) else None
            yield Bar(
                index=index,
                steps=8 if index == self._form.bars else 16,
                section=section,
                chord=self._chords[index],
                voicing=self._voicings[index],
                ahead=following if following is not None and following.first != section.first else None,
            )

    def _bar(self, bar: Bar) -> Iterator[Note]:
        energy = bar.section.energy
        is_open = bar.section.kind in {"intro", "break"}
        yield from self._pad(bar)
        yield from self._comp(bar, gain(COMP) * (0.62 + 0.42 * energy), sparse=is_open)
        yield from self._bassline(bar, "long" if is_open else self._band.bass_pattern)
        if energy >= 0.5:
            yield from self._drums(bar, full=energy >= 0.8)
        if energy >= 0.8 or (bar.section.kind == "intro" and bar.section.bars > 2 and bar.index % 2):
            yield from self._arpeggio(bar, gain(ARP) * (0.55 + 0.45 * energy))
        if energy >= 0.8 or bar.section.kind == "break":
            yield from self._melody(bar)
        yield from self._turn(bar)

    def _at(self, bar: Bar, step: float) -> float:
        """Seconds of a step; odd sixteenths come late by the swing."""
        swung = step + (2 * (self._band.swing - 0.5) if step % 2 == 1 else 0.0)
        return bar.index * self._form.bar + swung * self._step

    def _length(self, bar: Bar, step: float, steps: float) -> float:
        return round(min(steps, bar.steps - step + 0.5) * self._step, 2)

    def _pad(self, bar: Bar) -> Iterator[Note]:
        level = gain(PAD) * (0.75 + 0.35 * bar.section.energy) / len(bar.voicing) ** 0.5
        length = self._length(bar, 0, bar.steps)
        for index, pitch in enumerate(bar.voicing):
            yield Note(self._at(bar, 0), self._band.pad, pitch, length, level, "chords", 0.3 * (-1) ** index)

    def _comp(self, bar: Bar, level: float, *, sparse: bool) -> Iterator[Note]:
        pattern: tuple[Hit, ...] = COMPS[self._band.comp_pattern]
        if sparse and all(not tones for _, _, tones, _ in pattern):
            pattern = COMPS["rolled"] if bar.section.kind == "break" else COMPS["blocks"]
        strummed = 0.016 if self._band.comp in {"guitar", "ukulele", "harp"} else 0.0
        for step, steps, tones, accent in pattern:
            if step >= bar.steps:
                continue
            pitches = [_tone(bar.voicing, tone) for tone in tones] or list(bar.voicing)
            share = level * accent / len(pitches) ** 0.6
            for index, pitch in enumerate(pitches):
                at = self._at(bar, step) + strummed * index
                yield Note(at, self._band.comp, pitch, self._length(bar, step, steps), share, "chords", _spread(pitch))

    def _arpeggio(self, bar: Bar, level: float) -> Iterator[Note]:
        for index, step in enumerate(range(0, bar.steps, 1 if self._form.beat > 0.62 else 2)):
            pitch = _tone(bar.voicing, self._band.arp_order[index % 8]) + 12
            accent = level * (1.0 if step % 4 == 0 else 0.7)
            length = self._length(bar, step, 2.5)
            yield Note(self._at(bar, step), self._band.arp, pitch, length, accent, "lead", 0.55 * (-1) ** index)

    def _bassline(self, bar: Bar, pattern: str) -> Iterator[Note]:
        fifth = (bar.chord.tones[2] - bar.chord.root) % 12
        for step, steps, above, accent in BASSES[pattern]:
            if step < bar.steps:
                pitch = bar.chord.bass + (fifth if above == FIFTH else above)
                length = self._length(bar, step, steps)
                level = gain(BASS) * accent * (0.45 + 0.6 * bar.section.energy)
                yield Note(self._at(bar, step), self._band.bass, pitch, length, level, "bass")

    def _melody(self, bar: Bar) -> Iterator[Note]:
        within = bar.index - bar.section.first
        played = phrase(self._band.key, self._band.motif, self._seed + _round(bar.section), within, bar.chord)
        level = gain(LEAD) * (0.7 if bar.section.kind == "break" else 1.0)
        for step, steps, pitch in played:
            if step < bar.steps:
                yield Note(
                    self._at(bar, step), self._band.lead, pitch, self._length(bar, step, steps), level, "lead", 0.12
                )

    def _drums(self, bar: Bar, *, full: bool) -> Iterator[Note]:
        core, more = KITS[self._band.kit]
        voice = next((name for name in ("taiko", "tom", "snare", "clap") if name in core or name in more), "")
        filling = bool(voice) and bar.ahead is not None and bar.ahead.energy > 0.5 and bar.steps == 16
        for beat in (core, more) if full else (core,):
            for name, hits in beat.items():
                for step, level in hits:
                    if step < bar.steps and not (filling and step >= 12 and name in {"kick", "snare", "clap", "tom"}):
                        yield self._hit(bar, step, name, level)
        for step, level in _FILL if filling else ():
            yield self._hit(bar, step, voice, level)

    def _hit(self, bar: Bar, step: int, name: str, level: float) -> Note:
        pan = {"hat": 0.25, "shaker": -0.3, "tick": 0.2, "rim": -0.2, "tom": 0.2}.get(name, 0.0)
        scaled = level * (0.75 + 0.25 * bar.section.energy)
        return Note(self._at(bar, step), name, None, 0.0, scaled, "drums", pan)

    def _turn(self, bar: Bar) -> Iterator[Note]:
        """A rise into a stronger section, a cymbal where it begins."""
        if bar.ahead is not None and bar.ahead.energy > bar.section.energy + 0.2 and self._band.rises:
            length = min(self._form.bar, 2.4)
            yield Note((bar.index + 1) * self._form.bar - length, "riser", None, round(length, 2), 0.8, "drums")
        if self._band.rises and bar.index and bar.index == bar.section.first and bar.section.energy >= 0.8:
            yield Note(bar.index * self._form.bar, "crash", None, 0.0, 0.7 * bar.section.energy, "drums")

    def _ending(self) -> Iterator[Note]:
        """Home, struck once and left to ring until the end."""
        at, ring = self._form.end, round(self._form.duration - self._form.end, 2)
        home, voicing = self._chords[-1], self._voicings[-1]
        for index, pitch in enumerate(voicing):
            yield Note(at, self._band.pad, pitch, ring, gain(PAD) / len(voicing) ** 0.5, "chords", 0.3 * (-1) ** index)
            yield Note(
                at + 0.02 * index,
                self._band.comp,
                pitch,
                ring,
                gain(COMP) / len(voicing) ** 0.6,
                "chords",
                _spread(pitch),
            )
        yield Note(at, self._band.bass, home.bass, ring, gain(BASS), "bass")
        top = max(pitch for pitch in range(voicing[-1] + 1, voicing[-1] + 13) if pitch % 12 == home.root)
        yield Note(at + 0.06, self._band.lead, top, ring, 0.8 * gain(LEAD), "lead", 0.12)
        core, _ = KITS[self._band.kit]
        if core:
            yield Note(at, "taiko" if "taiko" in core else "kick", None, 0.0, 0.9, "drums")
        if self._band.rises and self._form.sections and self._form.sections[-1].energy >= 0.8:
            yield Note(at, "crash", None, 0.0, 0.7, "drums")


def _round(section: Section) -> int:
    """A long piece goes round about every 48 bars, with another tune, and verse and lift changing chords."""
    return 0 if section.kind == "final" else section.first // 48


def _tone(voicing: Sequence[int], index: int) -> int:
    """A chord tone counted from the lowest, on into the next octave."""
    octave, tone = divmod(index, len(voicing))
    return voicing[tone] + 12 * octave


def _spread(pitch: int) -> float:
    """Low notes left, high notes right, as a pianist hears them."""
    return float(np.clip((pitch - 64) / 40, -0.35, 0.35))
