"""What several stages do the same way."""
