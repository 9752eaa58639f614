"""What every answer says to browsers and proxies: keep nothing of ours, lend us no device, show us in no other site."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

API = "/api/v1/"
_DEVICES = "accelerometer camera display-capture geolocation gyroscope magnetometer microphone midi payment usb"
POLICY = ", ".join(f"{device}=()" for device in _DEVICES.split())


class HeadersMiddleware:
    """Stands outermost. Static files are everybody's and may be kept; the API says itself what its clients may keep."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path_info.startswith((f"/{settings.STATIC_URL.lstrip('/')}", API)):
            response["Cache-Control"] = "no-store, private"
        response["Permissions-Policy"] = POLICY
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response
