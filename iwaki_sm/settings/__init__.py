"""Settings, one module for each way to run; `base` holds what they share. `iwaki_sm.modes` chooses.

Everything that differs between two installations comes from the environment (`docs/operations.md` lists it).
"""
