"""StartMusic: one piece that begins and ends with the video."""

from functools import partial

from spotworks.stages.shared.sounding import make_sound

start_music = partial(make_sound, "music")
