"""Forms of the fund, one module a noun: what people type, read into the values that an act takes."""
