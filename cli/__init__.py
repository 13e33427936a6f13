"""The command line: each command is a docstring with an example and a few calls."""
