"""Tags that know the portal's charts and statuses."""
