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


def plain(problem: str) -> str:
    """A validator's words as a person says them: "Input should be less than 9" becomes "must be less than 9"."""
    text = problem.removeprefix("Value error, ").split(", unable to parse")[0]
    text = text.split(" after validation")[0].replace(" items", " characters")
    return re.sub(r"^(?:Input|String|Tuple|Value) should (\w)", r"must \1", text)
