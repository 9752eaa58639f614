from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "sigai_web.api"
    label = "api"
