"""The comparisons, over plain rows: of decisions, of entries (appointments and deputyships), of the registry."""
