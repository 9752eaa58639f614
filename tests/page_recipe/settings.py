"""The settings of the tests, with the app of the recipe."""

from sigai_web.settings.testing import *  # noqa: F403
from sigai_web.settings.testing import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "visits"]
