"""Generated video: each scene's clip by the chain of models, the words of its layout over it."""

from collections.abc import Sequence

from spotworks.domain.base import Frozen
from spotworks.domain.captions import Captions
from spotworks.domain.drawing import Drawing
from spotworks.domain.editing import picture_track
from spotworks.domain.mode import Material, ModeInfo
from spotworks.domain.research import References
from spotworks.domain.screenplay import Screenplay
from spotworks.domain.timeline import Timeline
from spotworks.modes.base import BaseMode, closing, edit, is_card, worded


class AiVideo(BaseMode):
    INFO = ModeInfo(
        name="ai_video",
        title="AI video",
        summary="Every scene is made anew by the model you choose, or by camera moves over pictures drawn here.",
        generates=True,
        cost="as the model's price list; nothing with the model local",
    )

    def drawings(
        self, play: Screenplay, config: Frozen, captions: Captions, canvas: tuple[int, int], references: References
    ) -> Sequence[Drawing]:
        """The words of each scene; those of an end card without a photo have the canvas to themselves."""
        bare = {scene.index: scene for scene in play.scenes if is_card(scene) and scene.picture is None}
        blocks = super().drawings(play, config, captions, canvas, references)
        return [closing(bare[one.scene], play.language) if one.scene in bare else one for one in blocks]

    def timeline(self, play: Screenplay, material: Material, config: Frozen) -> Timeline:
        picture = picture_track(play, material.clips, material.fps)
        clips = material.clips
        native = [c for c in picture if c.source.type == "footage" and clips[c.scene, c.chunk].has_sound]
        return edit(play, material, picture, worded(play, material), native=native)


MODE = AiVideo()
