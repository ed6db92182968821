"""Finding accounts: words in any of their names, filters, and the order of the list.

Everything is asked of the index of the registry (`accounts.finding`): `words` are what somebody typed, `filters` what
the list narrows by, `orders` its orders and pages, `bigrams` the way by which PostgreSQL finds rare words.
"""

from accounts.search.filters import DUTIES, STANDING, narrowed
from accounts.search.orders import ORDERS, Found, listed_page

__all__ = ["DUTIES", "ORDERS", "STANDING", "Found", "listed_page", "narrowed"]
