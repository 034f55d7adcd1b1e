"""Tags that every template has without loading; they know no domain noun."""
