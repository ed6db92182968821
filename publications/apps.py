"""Django's entry for the publications app."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """What must appear where, the check of the pages, and the public side (第4-4, 7-3)."""

    name = "publications"
    verbose_name = "掲載と公開"

    def ready(self) -> None:
        """Let accounts show their policy, none become the city's that is warned of, and units have their sites read."""
        from accounts import doubts  # models can be imported only now
        from core.staff import sites
        from policies.followers import register
        from publications.checking.sites import read_site
        from publications.imitations.standing import doubted
        from publications.posting.duties import follow_policy

        register(follow_policy)
        doubts.register(doubted)
        sites.register(read_site)
