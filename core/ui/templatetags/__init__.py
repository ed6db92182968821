"""The one tag library of the project: ``{% load ui %}``."""
