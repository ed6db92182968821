"""Django's entry for the publications app."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """What must appear where, the check of the pages, and the public side (第4-4, 7-3)."""

    name = "publications"
    verbose_name = "掲載と公開"

    def ready(self) -> None:
        """Let what an account shows follow the versions of its policy."""
        from policies.followers import register  # models can be imported only now
        from publications.posting.duties import follow_policy

        register(follow_policy)
