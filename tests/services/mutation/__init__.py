"""Mutation testing: change the code in small ways, and see whether a test notices (`make mutate`, ADR 0023).

`edits` names the changes, `live` makes one in a forked process, `reach` learns which tests could notice, `campaign`
runs them, `report` tells what survived.
"""
