"""The live check of a page of the city homepage (第4-4-(2)): reach it safely, read it, and say what stands on it.

`targets` says which addresses are asked at all, `addresses` and `wire` how the way there is pinned and limited,
`fetching` puts them together; `charsets`, `markup` and `contents` read what came; `looking` keeps what was found and
`daily` shares the work out. Whatever goes wrong reads "not confirmed", never "confirmed" (ADR 0033).
"""
