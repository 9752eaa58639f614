"""gunicorn's settings: `python -m sigai_web serve` hands it this module."""

from __future__ import annotations

from sigai_web.logs import configuration

threads = 4
timeout = 60
graceful_timeout = 20
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
logconfig_dict = configuration(requests=False)
"""Until Django says whether requests are logged: gunicorn's own lines name addresses of clients."""
