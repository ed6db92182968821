"""Consultation (協議, 第10): what the guideline leaves open is agreed with ふるさと発信課長, on the record."""
