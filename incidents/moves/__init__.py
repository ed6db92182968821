"""The moves of this chapter, one module a record; those that only effects make stand in `listing`.

Lock order: incident, task, obligation, number counter last.
"""
