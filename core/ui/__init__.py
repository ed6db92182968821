"""Presentation only: template tags, widgets and the form renderer that give the design's markup.

Nothing here knows a record or an office: words and tones come in, escaped HTML goes out (docs/adr/0005-ui-layer.md).
"""
