"""What the server runs. Production does not start on a database of the demonstration; the journal learns which content
each of its processes loaded."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sigai_web.settings.site")
application = get_wsgi_application()

from sigai_web.journal.writing import SYSTEM  # noqa: E402
from sigai_web.maintenance.content import record_content  # noqa: E402
from sigai_web.start_checks import refuse_unsafe  # noqa: E402

resolve("/")  # the code of every page is there before the first is asked for
refuse_unsafe()
record_content(SYSTEM)
