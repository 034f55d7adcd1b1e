"""English formats: day before month, 24-hour clock."""
