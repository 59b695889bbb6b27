"""Generated video: each scene's clip by the chain of models, the words of its layout over it."""

from spotworks.domain.base import Frozen
from spotworks.domain.editing import picture_track
from spotworks.domain.mode import Material, ModeInfo
from spotworks.domain.screenplay import Screenplay
from spotworks.domain.timeline import Timeline
from spotworks.modes.base import BaseMode, edit, worded


class AiVideo(BaseMode):
    INFO = ModeInfo(
        name="ai_video",
        title="AI video",
        summary="Every scene is made anew by the model you choose, or by camera moves over pictures drawn here.",
        generates=True,
        cost="as the model's price list; nothing with the model local",
    )

    def timeline(self, play: Screenplay, material: Material, config: Frozen) -> Timeline:
        picture = picture_track(play, material.clips, material.fps)
        clips = material.clips
        native = [c for c in picture if c.source.type == "footage" and clips[c.scene, c.chunk].has_sound]
        return edit(play, material, picture, worded(play, material), native=native)


MODE = AiVideo()
