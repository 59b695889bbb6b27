"""The three prompts of a scene by their templates, so that each holds subject, look, mood, lighting and equipment."""

from spotworks.domain.screenplay import Strategy
from spotworks.prompts import prompt


class ScenePrompts:
    """subject: as prompts name it; setting, light, wardrobe: the same in every scene."""

    def __init__(self, strategy: Strategy, *, subject: str, setting: str, light: str = "", wardrobe: str = "") -> None:
        self._subject, self._setting, self._wardrobe = subject, setting, _sentence(wardrobe)
        self._look = {
            "visual_language": strategy.visual_language.rstrip(". "),
            "mood": strategy.mood.rstrip(". "),
            "lighting": (light or strategy.lighting).rstrip(". "),
            "equipment": strategy.camera.rstrip(". "),
        }

    def visual(self, shot: str, asked: str = "") -> str:
        """shot: how the picture begins ("Close-up of"); asked: what is to be seen beside the subject."""
        return prompt("scene/visual").filled(
            shot=shot, subject=self._subject, setting=self._setting, wardrobe=self._wardrobe,
            asked=_sentence(asked), **self._look,
        )  # fmt: skip

    def motion(self, move: str, motion: str, pace: str) -> str:
        return prompt("scene/motion").filled(
            move=move, subject=self._subject, pace=pace, motion=motion.rstrip(". "), **self._look
        )

    def audio(self, sound: str, music: str, accent: str = "") -> str:
        return prompt("scene/audio").filled(
            sound=sound[:1].upper() + sound[1:].rstrip(". "), subject=self._subject, music=music,
            accent=_sentence(accent and f"Accent: {accent}"), **self._look,
        )  # fmt: skip


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".!?" else f"{text}."
