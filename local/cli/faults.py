"""How a command ends when it cannot do what was asked: one line, and an exit code that says whose turn it is."""

import re

FAILED = 1
BAD_INPUT = 2
INTERRUPTED = 130


class Fault(Exception):
    """message: one line for a person. field: the option at fault, or None. error: a name for `--json`."""

    def __init__(self, message: str, *, code: int = FAILED, field: str | None = None, error: str = "Failed") -> None:
        super().__init__(message)
        self.code = code
        self.field = field
        self.error = error

    def to_json(self) -> dict[str, str | None]:
        return {"error": self.error, "message": str(self), "field": self.field}


def bad_input(field: str, problem: str) -> Fault:
    """A fault of the person at the keyboard: "duration: must be from 3 to 1,200 seconds"."""
    text = problem if problem.startswith(f"{field}:") else f"{field}: {problem}"
    return Fault(text, code=BAD_INPUT, field=field, error="InvalidRequest")


def no_space(where: object) -> Fault:
    return Fault(f"no space is left at {where}: free some, then run the same command again", error="DiskFull")


def plain(problem: str) -> str:
    """A check's words as a person says them: "Input should be less than 9" becomes "must be less than 9"."""
    return re.sub(r"^Input should (\w)", r"must \1", problem.split(", unable to parse", maxsplit=1)[0])


def is_unicode(text: str) -> bool:
    """Bytes of the command line that are not UTF-8 arrive as lone surrogates."""
    return printable(text) == text


def printable(text: str) -> str:
    """With such bytes written out: "caf\\udce9"."""
    return text.encode("utf-8", "backslashreplace").decode()
