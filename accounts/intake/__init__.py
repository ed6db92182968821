"""Import of the accounts a city has already: a file becomes a table, the table a plan, the plan one act (ADR 0026).

reading    bytes to a table of texts: CSV in the encodings of Japanese offices, Excel; limits
columns    the fields, and which column holds which
values     texts to dates and names
sections   names of units to units
checking   table to plan: every row's problems, and what would be new, changed, unchanged
carrying   the plan as one act, all or nothing
drafts     the table between upload and import
samples    the sheet to fill in
"""
