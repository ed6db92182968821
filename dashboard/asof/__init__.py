"""The registry as it stood at the end of a day (時点), read from the trail and from dated rows (ADR 0027).

    rows = rows_of(page_of(operating(City(day)), …).rows, City(day))

Which accounts were in operation, and what they were called, say their events up to that day, never today's columns;
who held an office or operated an account say the dated rows. `past` reads the trail, `city` the units, `operating` the
accounts, `managers` and `behind` the people and the decisions, `rows` gathers, `sampling` draws (標本).
"""
