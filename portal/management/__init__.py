"""What an operator starts: the commands, and the small modules that they share."""
