"""The demonstration: an invented city with a year of work behind it.

Never part of a production run. Everything in it is made by the same acts as in daily work, each by a person whose
office was in force on its day; only the first set-up is the system's own. The days follow from the day it is loaded.
"""
