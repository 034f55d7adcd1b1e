"""Owns the benchmarks: what a page costs, told as a ratio to a floor measured in the same run.

A bare millisecond of a shared machine proves nothing; a ratio does. `pages.py` is the table of what is measured,
`floors.py` what it is compared with.
"""
