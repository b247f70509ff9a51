"""Cases: what waits, one case from the first word to the decision, and every step of it."""
