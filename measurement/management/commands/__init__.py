"""Commands of measurement: doors to the same acts as the pages."""
