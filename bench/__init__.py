"""Load and measurement: `manage.py seed_load` fills a database, `make bench` measures in floors (ADR 0028).

An app of the test settings and of the embedded run only: production knows neither the command nor the floor's page.
"""
