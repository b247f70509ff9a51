"""Finding households and the household file."""
