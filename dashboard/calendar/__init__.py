"""All obligations by their dates: the page, waiving, and the feed that a calendar program reads."""
