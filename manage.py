#!/usr/bin/env python3
"""Django's command line for this project."""

import os
import sys

from catalogue import command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "catalogue.settings")
    command_line.keep_from_others(sys.argv)
    command_line.main(sys.argv)
