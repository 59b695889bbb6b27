"""What each mood is made of. A seed chooses one of everything."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mood:
    """modes, tonics (pitch classes), progressions (scale steps from 1, a bar each), colours: see `harmony`.

    cadence: the step before the last chord. pads, comps, arps, basses, leads: names of `tones`;
    comp_patterns, bass_patterns, kits: names of `patterns`. swing: where the second of two 16ths
    falls, 0.5 is straight. pump: how far the kick turns the chords down, 0 to 1. rises: noises and
    cymbals lead into the strong sections.
    """

    modes: tuple[str, ...]
    tonics: tuple[int, ...]
    progressions: tuple[tuple[int, ...], ...]
    colours: tuple[str, ...]
    cadence: tuple[int, ...]
    pads: tuple[str, ...]
    comps: tuple[str, ...]
    arps: tuple[str, ...]
    basses: tuple[str, ...]
    leads: tuple[str, ...]
    comp_patterns: tuple[str, ...]
    bass_patterns: tuple[str, ...]
    kits: tuple[str, ...]
    swing: tuple[float, ...] = (0.5,)
    pump: float = 0.0
    rises: bool = True


MOODS: dict[str, Mood] = {
    "uplifting": Mood(
        modes=("major",), tonics=(0, 2, 4, 5, 7, 9),
        progressions=((1, 5, 6, 4), (4, 1, 5, 6), (6, 4, 1, 5), (1, 4, 6, 5), (4, 5, 6, 1), (1, 3, 4, 5)),
        colours=("ninth", "plain"), cadence=(5, 4),
        pads=("warm", "strings"), comps=("piano", "keys", "pluck"), arps=("pluck", "bell", "marimba"),
        basses=("round", "synthbass"), leads=("bell", "piano", "flute", "pluck"),
        comp_patterns=("pulse", "syncopated", "broken", "anthem"), bass_patterns=("eighths", "syncopated", "roots"),
        kits=("four", "pop", "claps"), pump=0.4,
    ),
    "calm": Mood(
        modes=("major", "lydian"), tonics=(0, 2, 3, 5, 7, 10),
        progressions=((1, 4, 1, 4), (1, 3, 4, 4), (4, 1, 4, 5), (1, 6, 4, 1), (6, 3, 4, 1), (1, 2, 4, 1)),
        colours=("seventh", "ninth"), cadence=(4,),
        pads=("warm", "air"), comps=("felt", "keys", "harp"), arps=("harp", "bell", "felt"),
        basses=("round",), leads=("flute", "felt", "bell"),
        comp_patterns=("broken", "blocks", "rolled"), bass_patterns=("long",), kits=("breath", "soft"), rises=False,
    ),
    "tense": Mood(
        modes=("minor", "dorian"), tonics=(0, 2, 3, 4, 9, 11),
        progressions=((1, 1, 6, 7), (1, 6, 4, 5), (1, 7, 6, 7), (1, 4, 1, 6), (1, 3, 6, 5)),
        colours=("plain", "open"), cadence=(5, 7),
        pads=("dark", "strings"), comps=("synth", "pizz", "keys"), arps=("pizz", "synth", "marimba"),
        basses=("synthbass",), leads=("strings", "bell", "keys"),
        comp_patterns=("ostinato", "stabs", "broken"), bass_patterns=("pulse", "eighths"), kits=("clock", "toms"),
    ),
    "playful": Mood(
        modes=("major", "mixolydian"), tonics=(0, 2, 5, 7, 9, 10),
        progressions=((1, 6, 2, 5), (1, 4, 1, 5), (1, 2, 4, 1), (4, 1, 2, 5), (1, 5, 4, 5)),
        colours=("plain", "ninth"), cadence=(5,),
        pads=("air",), comps=("pizz", "ukulele", "marimba"), arps=("marimba", "pizz", "bell"),
        basses=("pluckbass", "round"), leads=("marimba", "whistle", "bell"),
        comp_patterns=("offbeat", "strum", "broken"), bass_patterns=("bounce", "walk"),
        kits=("snaps", "claps"), swing=(0.5, 0.58, 0.62),
    ),
    "epic": Mood(
        modes=("minor",), tonics=(0, 2, 4, 5, 7, 9),
        progressions=((1, 6, 3, 7), (6, 7, 1, 1), (1, 6, 4, 7), (1, 3, 7, 6), (1, 7, 6, 4)),
        colours=("plain", "open"), cadence=(7, 5),
        pads=("strings", "brass"), comps=("strings_short", "piano"), arps=("strings_short", "pizz"),
        basses=("low_strings", "synthbass"), leads=("brass", "strings", "bell"),
        comp_patterns=("ostinato", "anthem", "gallop"), bass_patterns=("roots", "eighths"), kits=("taiko", "march"),
    ),
    "warm": Mood(
        modes=("major",), tonics=(0, 2, 3, 5, 7, 9),
        progressions=((1, 4, 2, 5), (1, 3, 6, 4), (4, 5, 3, 6), (1, 6, 4, 5), (1, 5, 4, 1), (6, 4, 1, 5)),
        colours=("ninth", "seventh"), cadence=(4, 5),
        pads=("warm", "strings"), comps=("felt", "guitar", "keys"), arps=("guitar", "felt", "harp"),
        basses=("round", "pluckbass"), leads=("flute", "piano", "guitar"),
        comp_patterns=("broken", "fingers", "blocks", "rolled"), bass_patterns=("roots", "long"),
        kits=("soft", "brushes"), swing=(0.5, 0.54), rises=False,
    ),
}  # fmt: skip
