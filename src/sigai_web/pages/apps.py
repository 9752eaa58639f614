from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "sigai_web.pages"
    label = "pages"
