#!/usr/bin/env python3
"""Django's command line for this project."""

import os
import sys

from django.core.management import execute_from_command_line

from catalogue.env import SettingRefused

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "catalogue.settings")
    try:
        execute_from_command_line(sys.argv)
    except SettingRefused as refused:
        sys.exit(f"Not started: {refused}")
