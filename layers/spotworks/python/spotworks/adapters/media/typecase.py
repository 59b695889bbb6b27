"""Which scripts the fonts of this machine draw, and what to install for one that they do not."""

from spotworks.fonts.machine import font_of

_CJK = {"Jpan", "Kore", "Hans", "Hant"}


class MachineTypecase:
    """Satisfies ports.Typecase."""

    def lacking(self, script: str) -> str:
        if font_of(script):
            return ""
        if script in _CJK:
            return "needs a CJK font: apt install fonts-noto-cjk, or put one in the folder SPOTWORKS_FONTS names"
        return f"needs a font for the script {script}: put one in the folder SPOTWORKS_FONTS names"
