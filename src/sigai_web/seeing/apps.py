from django.apps import AppConfig


class SeeingConfig(AppConfig):
    name = "sigai_web.seeing"
    label = "seeing"
