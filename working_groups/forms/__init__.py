"""What comes in through the doors of this floor: one form for the page and the endpoint. They write nothing."""
