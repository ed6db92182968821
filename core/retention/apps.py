"""Django's entry for the retention app."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """Retention, disposal and its register."""

    name = "core.retention"
    label = "retention"
    verbose_name = "保存と廃棄"
