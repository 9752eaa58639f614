from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "sigai_web.reporting"
    label = "reporting"
