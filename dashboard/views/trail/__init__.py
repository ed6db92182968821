"""Pages for auditors over all chapters: one record, one person, what offices decided, the check of the evidence."""
