"""How any record changes: one way for the web, commands, tasks and imports.

    with acting(by=actor, at=now) as act:
        request = act.create(Request, section=section, ...)
        request = act.perform(request, SUBMIT)

`act` holds the engine and its short forms `create`, `edit`, `perform` and `note`; `moves` what a
transition is; `actor` who acts; `errors` how an act is refused; `views` the generic pages.
An act, its audit events, its obligations and its messages commit together or not at all.
"""
