"""People who can sign in, invitations, tokens, administrators' terms. It knows no role of an initiative."""
