"""What happened: one entry per act, append-only. It refuses to know who is to be told: communication reads it."""
