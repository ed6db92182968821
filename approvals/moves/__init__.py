"""The moves of this chapter, one module a record.

Lock order: request, step, account and filing, obligation, number counter last.
"""
