"""A developer's machine: SQLite under var/, everything visible."""

from config.settings.embedded import *  # noqa: F403

DEBUG = True
