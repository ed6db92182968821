"""Make Django find the template tags of the presentation layer; there are no models."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Register the app under the label ``ui``."""

    name = "core.ui"
    label = "ui"
    verbose_name = "画面の部品"
