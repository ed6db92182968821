"""The calendar of obligations: the page, waiving, the feed."""
