from django.apps import AppConfig


class RunsConfig(AppConfig):
    name = "sigai_web.runs"
    label = "runs"
