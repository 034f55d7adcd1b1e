"""Pages of bodies, meetings, decisions and tasks. A page scopes, asks one policy, calls one act."""
