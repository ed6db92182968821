"""The ground floor: what every chapter of the guideline stands on. Nothing here imports an app above."""
