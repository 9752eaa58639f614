"""The checks run on the invented programme, with an empty cache."""

from helpers_web_fixtures import filled, invented_programme, programme_folder  # noqa: F401
