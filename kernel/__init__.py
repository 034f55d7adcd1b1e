"""Words without tables: actor, policy, workflow, money, period, import. It names no noun of the domain.

A module comes here when two floors need it and it names no domain noun. Nothing here imports another floor.
"""
