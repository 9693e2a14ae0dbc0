"""The command line: parse, call, print. Nothing heavy is imported before a command runs."""

import sys


def main() -> None:
    """Run the command line and exit with the status of the contract."""
    try:
        from negosim.cli.app import run

        status = run(sys.argv[1:])
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)
