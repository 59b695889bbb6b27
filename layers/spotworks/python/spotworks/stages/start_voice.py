"""StartVoice: the voice-over lines, with the times of their words."""

from functools import partial

from spotworks.stages.shared.sounding import make_sound

start_voice = partial(make_sound, "voice")
