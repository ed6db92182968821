"""The clauses a question can be about, as the guideline numbers them; its own words are not repeated here."""

NONE = "none"
CLAUSES = (
    *("第1", "第2", "第3", "第4-1", "第4-2", "第4-3", "第4-4", "第4-5", "第5-1", "第5-2", "第5-3"),
    *("第6", "第7-1", "第7-2", "第7-3", "第7-4", "第8", "第9", "附則"),
)
CHOICES = [*((clause, clause) for clause in CLAUSES), (NONE, "どの条項にもないこと")]
"""What is chosen and kept, with its words."""
