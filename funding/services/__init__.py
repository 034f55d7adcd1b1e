"""The acts of the fund, one module a noun: every write of this floor, each with one entry in the log."""
