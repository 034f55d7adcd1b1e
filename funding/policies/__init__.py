"""Who may do what with money, and why not. Rights come from mandates and seats valid today; states are in the answer.

Nobody approves what they asked for, whoever approved does not pay, and whoever is tied to a grantee takes no part.
"""
