"""Pages that belong to no single floor: homes, dashboards, public pages, search, health. It has no tables."""
