"""People: registering, correcting, duplicates."""
