"""The `spotworks` command. Nothing heavy is imported before a command needs it."""


def main(argv: list[str] | None = None) -> int:
    """Runs one command line; the exit code: 0 done, 1 failed, 2 bad input, 130 interrupted."""
    from local.cli.app import run  # typer costs 0.1 s

    return run(argv)
