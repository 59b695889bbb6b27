"""Which scripts the fonts of this machine draw, and what to install for one that they do not."""

from collections.abc import Callable

from spotworks.fonts.machine import also_in, font_of

_CJK = {"Jpan", "Kore", "Hans", "Hant"}


def look_in(folder: Callable[[], str]) -> None:
    """What names the folder of the user's fonts, "" for none, for all that this process draws."""
    also_in(folder)


class MachineTypecase:
    """Satisfies ports.Typecase."""

    def lacking(self, script: str) -> str:
        if font_of(script):
            return ""
        if script in _CJK:
            return "needs a CJK font: apt install fonts-noto-cjk, or put one in the folder SPOTWORKS_FONTS names"
        return f"needs a font for the script {script}: put one in the folder SPOTWORKS_FONTS names"
