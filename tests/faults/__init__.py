"""Faults that are done to a running site, before a release: `./check --faults`."""
