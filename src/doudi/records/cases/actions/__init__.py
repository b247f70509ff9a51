"""Every write on cases, by subject."""
