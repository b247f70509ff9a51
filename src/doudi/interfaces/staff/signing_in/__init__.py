"""Signing in and out, passwords, one-time codes, choosing a desk, the first page."""
