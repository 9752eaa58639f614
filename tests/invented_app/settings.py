"""The settings of the tests, with one more app."""

from sigai_web.settings.testing import *  # noqa: F403
from sigai_web.settings.testing import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "invented_app"]
