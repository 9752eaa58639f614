"""The web's tests run on the invented programme, with an empty cache."""

from helpers_told import every_request_tells_what_it_writes  # noqa: F401
from helpers_web_fixtures import committing, filled, invented_programme, programme_folder  # noqa: F401
