"""StartEffects: a sound for each cut and beat that wants one."""

from functools import partial

from spotworks.stages.shared.sounding import make_sound

start_effects = partial(make_sound, "effects")
