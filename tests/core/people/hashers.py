"""A hasher that counts its runs: the time of a sign-in without a stopwatch."""

from typing import Any, ClassVar

from django.contrib.auth.hashers import MD5PasswordHasher


class CountingHasher(MD5PasswordHasher):
    """Quick, and adds up how often a password was hashed."""

    algorithm = "counting"
    runs: ClassVar[list[str]] = []

    def encode(self, password: str, salt: str, *args: Any) -> str:
        """Hash and count."""
        self.runs.append(salt)
        return super().encode(password, salt)
