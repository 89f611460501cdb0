"""The command line: steps are verbs, things are nouns with verbs; one module for each. The only place that knows click."""

from dipkb.cli.app import main

__all__ = ["main"]
