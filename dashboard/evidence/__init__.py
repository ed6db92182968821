"""The check of the evidence (証拠の突合): the registry against the decisions behind it, and these against the trail.

    for finding in check_evidence(): print(finding.sentence)

`rules` compares plain rows and imports no Django; `reading` and `book` bring the rows; `check` walks the
city in batches.
It reads and never writes. What the application refuses anyway is looked for here all the same: somebody who wrote to
the database past it left traces that do not fit each other.
"""
