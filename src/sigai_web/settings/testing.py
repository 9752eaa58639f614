"""Settings of the tests: a database of their own, quick password hashing, no collected static files."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# A folder of its own for each process: runs and attachments of tests at work side by side must not meet.
_HOME = Path(tempfile.mkdtemp(prefix="sigai-web-tests-"))
(_HOME / "static").mkdir()
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ.update({"SIGAI_MODE": "demonstration", "SIGAI_HOME": str(_HOME)})
if database := os.environ.get("SIGAI_TEST_DATABASE"):
    os.environ["SIGAI_DATABASE"] = database
else:
    os.environ.pop("SIGAI_DATABASE", None)

from sigai_web.settings.site import *  # noqa: E402, F403
from sigai_web.settings.site import DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
if not database:
    # A file, not memory: the tests of parallel writers need several connections with real locks.
    DATABASES["default"]["TEST"] = {"NAME": str(_HOME / "test.sqlite3")}
DATABASES["default"]["CONN_MAX_AGE"] = 0
