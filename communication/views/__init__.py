"""Pages of communication: one's own mails, the links of mails, what staff see of deliveries."""
