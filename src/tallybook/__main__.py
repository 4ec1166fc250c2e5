"""Runs the command line as `python -m tallybook`."""

import sys

from tallybook.cli import main

if __name__ == "__main__":
    sys.exit(main())
