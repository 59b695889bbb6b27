"""The command line: its commands together, and how it ends."""

import errno
import json
import os
import signal
import sys

import typer

from local.cli.commands import channels, files, jobs, machine, making
from local.cli.faults import BAD_INPUT, FAILED, INTERRUPTED, Fault, no_space, plain, printable

app = typer.Typer(
    name="spotworks", help="Finished video ads from a brief.", add_completion=False,
    pretty_exceptions_enable=False, rich_markup_mode=None,
)  # fmt: skip

# In the order in which --help lists them.
for _command in (
    making.make, machine.serve, jobs.jobs, jobs.watch, jobs.cancel, jobs.retry, jobs.concepts, jobs.storyboard,
    jobs.approve, jobs.revise, jobs.export, jobs.costs, jobs.forget, making.models, making.modes, making.daily,
    machine.doctor, files.captions, files.check, files.verify,
):  # fmt: skip
    app.command()(_command)
app.add_typer(channels.app)


def run(argv: list[str] | None = None) -> int:
    """One command line; never a traceback for what a person can mend."""
    argv = (sys.argv[1:] if argv is None else argv) or ["--help"]
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that `kill` ends things as Ctrl-C does
    try:
        return app(args=argv, prog_name="spotworks", standalone_mode=False) or 0
    except Fault as fault:
        return _end(fault, as_json="--json" in argv)
    except typer.TyperException as error:
        return _end(_misused(error), as_json="--json" in argv)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the interpreter complains at exit
        return FAILED
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        return _end(no_space(error.filename or "the disk"), as_json="--json" in argv)


def _misused(error: typer.TyperException) -> Fault:
    """An option that does not exist, or whose value is not even of its type."""
    field = getattr(getattr(error, "param", None), "name", None)
    text = " ".join(error.format_message().split())
    if isinstance(error, typer.BadParameter) and field and error.message:
        text = f"{field}: {plain(error.message)}"
    return Fault(text, code=BAD_INPUT, field=field, error="InvalidRequest")


def _end(fault: Fault, *, as_json: bool) -> int:
    print(printable(f"spotworks: {fault}"), file=sys.stderr)
    if as_json:
        print(json.dumps(fault.to_json()))
    return fault.code
