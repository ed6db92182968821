"""The page and the sheet of one account: what all chapters know about it, read with two queries.

    found = read_account(pk, actor, kept, on)    # the account and all that hangs on it, as far as the reader may see it
    about = read_about(found, …)                 # what is open about these records, who holds the offices, the history

It stands here because the papers belong to chapters above the registry. `reading` asks, `history` tells what happened,
`dossier` puts the page together, `sheet` the paper.
"""
