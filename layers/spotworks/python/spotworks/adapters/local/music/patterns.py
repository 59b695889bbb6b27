"""Rhythms on a grid of 16 steps a bar."""

# Each hit: (step, steps long, which chord tones, level). Tones: indices from the lowest, counted on into
# the next octave; () is the whole chord.
Hit = tuple[int, float, tuple[int, ...], float]

COMPS: dict[str, tuple[Hit, ...]] = {
    "blocks": ((0, 8, (), 1.0), (8, 8, (), 0.75)),
    "pulse": tuple((step, 2, (), 1.0 if step % 8 == 0 else 0.68) for step in range(0, 16, 2)),
    "syncopated": ((0, 3, (), 1.0), (3, 3, (), 0.8), (6, 2, (), 0.7), (8, 3, (), 0.9), (11, 3, (), 0.8), (14, 2,
                                                                                                          (), 0.7)),
    "broken": tuple((2 * i, 4, (tone,), 1.0 if i % 4 == 0 else 0.75) for i, tone in enumerate((0, 1, 2, 3, 2, 1, 2,
                                                                                               1))),
    "rolled": ((0, 14, (0,), 0.9), (1, 13, (1,), 0.8), (2, 12, (2,), 0.8), (3, 11, (3,), 0.85), (8, 6, (2,), 0.6),
               (10, 6, (3,), 0.65), (12, 4, (4,), 0.7)),
    "fingers": tuple((2 * i, 4, (tone,), 0.95 if i in {0, 4} else 0.7) for i, tone in enumerate((0, 2, 1, 3, 0, 2,
                                                                                                 4, 2))),
    "anthem": ((0, 6, (), 1.0), (6, 2, (), 0.7), (8, 4, (), 0.9), (12, 4, (), 0.8)),
    "offbeat": tuple((step, 1.5, (), 0.9 if step % 8 == 2 else 0.75) for step in (2, 6, 10, 14)),
    "strum": tuple((step, 2, (), level) for step, level in ((0, 1.0), (4, 0.8), (6, 0.6), (10, 0.7), (12, 0.85),
                                                            (14, 0.6))),
    "ostinato": tuple((step, 1.4, (tone,), 1.0 if step % 4 == 0 else 0.62)
                      for step, tone in zip(range(16), (0, 2, 1, 2) * 4, strict=True)),
    "stabs": ((0, 1.5, (), 1.0), (3, 1.5, (), 0.7), (8, 1.5, (), 0.85), (11, 1.5, (), 0.7)),
    "gallop": tuple((step, 1.3, (), 1.0 if step % 4 == 0 else 0.6) for step in range(16) if step % 4 != 1),
}  # fmt: skip

# (step, steps long, semitones above the root, level); 99 is the fifth of the chord.
FIFTH = 99
BASSES: dict[str, tuple[tuple[int, float, int, float], ...]] = {
    "long": ((0, 15.5, 0, 1.0),),
    "roots": ((0, 7.5, 0, 1.0), (8, 5.5, 0, 0.85), (14, 2, FIFTH, 0.7)),
    "eighths": tuple((step, 1.8, 0, 1.0 if step % 4 == 0 else 0.8) for step in range(0, 16, 2)),
    "syncopated": ((0, 2.7, 0, 1.0), (3, 2.7, 0, 0.85), (6, 1.8, 0, 0.8), (8, 2.7, 0, 0.95), (11, 2.7, 0, 0.8),
                   (14, 1.8, FIFTH, 0.8)),
    "pulse": tuple((step, 0.9, 0, 1.0 if step % 4 == 0 else 0.6) for step in range(16)),
    "bounce": ((0, 2, 0, 1.0), (4, 1.6, FIFTH, 0.75), (8, 2, 0, 0.95), (12, 1.6, FIFTH, 0.75)),
    "walk": ((0, 2.5, 0, 1.0), (4, 2.5, FIFTH, 0.8), (8, 2.5, 12, 0.8), (12, 2.5, FIFTH, 0.8)),
}  # fmt: skip

# Drum -> (step, level). "core" plays from the verse on, "full" is added in lift and final.
Beat = dict[str, tuple[tuple[int, float], ...]]


def _every(step: int, level: float, accent: float, first: int = 0) -> tuple[tuple[int, float], ...]:
    return tuple((s, accent if (s - first) % (4 * max(1, step // 2)) == 0 else level) for s in range(first, 16, step))


KITS: dict[str, tuple[Beat, Beat]] = {
    "four": (
        {"kick": ((0, 1.0), (4, 0.9), (8, 1.0), (12, 0.9)), "hat": _every(4, 0.8, 0.8, 2)},
        {"clap": ((4, 0.9), (12, 1.0)), "hat": _every(2, 0.45, 0.5, 1), "shaker": _every(1, 0.35, 0.6)},
    ),
    "pop": (
        {"kick": ((0, 1.0), (7, 0.6), (8, 0.9)), "snare": ((4, 0.85), (12, 0.9)), "hat": _every(2, 0.5, 0.75)},
        {"kick": ((14, 0.6),), "clap": ((4, 0.5), (12, 0.6)), "shaker": _every(1, 0.3, 0.55)},
    ),
    "claps": (
        {"kick": ((0, 1.0), (6, 0.6), (10, 0.75)), "clap": ((4, 0.8), (12, 0.85))},
        {"hat": _every(2, 0.5, 0.7), "shaker": _every(1, 0.3, 0.5), "snare": ((15, 0.25),)},
    ),
    "snaps": (
        {"kick": ((0, 0.9), (8, 0.8)), "snap": ((4, 0.9), (12, 0.9))},
        {"kick": ((11, 0.55),), "shaker": _every(2, 0.45, 0.65), "clap": ((12, 0.4),)},
    ),
    "soft": (
        {"kick": ((0, 0.7), (10, 0.5)), "shaker": _every(2, 0.4, 0.6)},
        {"rim": ((4, 0.6), (12, 0.65)), "kick": ((8, 0.45),)},
    ),
    "brushes": (
        {"shaker": _every(2, 0.35, 0.6), "rim": ((12, 0.5),)},
        {"kick": ((0, 0.65), (8, 0.5), (11, 0.35)), "rim": ((4, 0.55),)},
    ),
    "breath": ({}, {"shaker": _every(4, 0.35, 0.5), "kick": ((0, 0.5),)}),
    "clock": (
        {"tick": _every(2, 0.55, 0.9), "kick": ((0, 0.8),)},
        {"kick": ((3, 0.6), (8, 0.75), (11, 0.6)), "tick": _every(4, 0.4, 0.4, 1), "tom": ((14, 0.6),)},
    ),
    "toms": (
        {"tom": ((0, 0.9), (6, 0.6), (11, 0.65)), "tick": _every(2, 0.35, 0.6)},
        {"kick": ((0, 0.9), (8, 0.8)), "tom": ((3, 0.55), (14, 0.7)), "snare": ((12, 0.6),)},
    ),
    "taiko": (
        {"taiko": ((0, 1.0), (6, 0.6), (8, 0.8))},
        {"taiko": ((3, 0.65), (11, 0.7), (12, 0.85), (14, 0.75)), "kick": ((0, 0.8), (8, 0.7)),
         "shaker": _every(1, 0.25, 0.5)},
    ),
    "march": (
        {"taiko": ((0, 1.0), (12, 0.6))},
        {"snare": ((2, 0.35), (3, 0.35), (4, 0.6), (10, 0.35), (11, 0.35), (12, 0.65), (14, 0.5)), "taiko": ((8,
                                                                                                              0.8),)},
    ),
}  # fmt: skip

# One bar of melody: (step, steps long).
MOTIFS: tuple[tuple[tuple[int, float], ...], ...] = (
    ((0, 3), (3, 3), (6, 6), (12, 4)),
    ((0, 4), (4, 2), (6, 4), (10, 6)),
    ((2, 2), (4, 2), (6, 2), (8, 8)),
    ((0, 6), (6, 2), (8, 6), (14, 2)),
    ((0, 2), (2, 2), (4, 4), (10, 2), (12, 4)),
    ((4, 4), (8, 3), (11, 5)),
)
