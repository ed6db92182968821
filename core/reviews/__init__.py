"""The later review (後閲) of what a deputy did (代決): the record, check, moves, form and words of all chapters.

A consultation, which is answered once, keeps its one review itself. Another chapter names the
record that was acted on in a model of its own; its moves are made by `moves.answers`.
"""
