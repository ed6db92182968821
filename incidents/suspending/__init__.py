"""Suspending an account and putting it back into operation, by itself or because of a problem (第7).

The account says that it is suspended (`accounts.suspendable`), the incident that it was the reason: so nobody reads on
the account's page, in its trail or in public that there is a problem, but who may read the problem.
"""
