"""The command line: parse, call, print. Nothing heavy is imported before a command runs."""

import sys


def main() -> None:
    """Run the command line and exit with the status of the contract."""
    from negosim.cli.app import run

    sys.exit(run(sys.argv[1:]))
