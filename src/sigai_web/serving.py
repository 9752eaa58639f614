"""gunicorn's settings: `python -m sigai_web serve` hands it this module.

The site is loaded once, by the process that starts the others; they are forks of it. So the first page waits for one
loading only, all processes run the same code and the same content until a restart, and they share their memory.
"""

from __future__ import annotations

import gc
from typing import Any

from django.db import connections

from sigai_web.logs import configuration

preload_app = True

threads = 4
timeout = 60
graceful_timeout = 20
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
logconfig_dict = configuration(requests=False)
"""Until Django says whether requests are logged: gunicorn's own lines name addresses of clients."""


def pre_fork(_server: Any, _worker: Any) -> None:
    """What was loaded stays, and is not looked through for garbage: memory that nobody touches is shared. What comes
    from here on is. No connection to the database goes with the new process."""
    connections.close_all()
    gc.freeze()
    gc.enable()
