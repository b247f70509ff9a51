"""The API: the same actions and queries for programs."""
