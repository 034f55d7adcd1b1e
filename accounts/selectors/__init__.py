"""Reading people, invitations and tokens."""
