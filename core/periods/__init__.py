"""Pure dates: Civil Code periods, opening days, fiscal years, era years, and the one clock.

No Django and no database in here, so that every rule about time can be tested on its own. Days are Japan dates,
instants are aware datetimes in UTC. Each name has one address: import it from its module, for example
``from core.periods.civil import period_end``.
"""
