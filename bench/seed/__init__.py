"""A city of any size by bulk inserts: what its acts would have left behind, in the order of time, with a whole trail.

`words` gives names, `city` units and people (by real acts), `ledger` keeps the acts of the past, `stories` tells what
happened to an account, `load` runs the stories side by side, and `storing` writes rows by the fastest way there is.
"""
