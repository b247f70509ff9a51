"""Secrets at rest: what identifies a person or moves money is sealed, and found again only through a keyed index."""
