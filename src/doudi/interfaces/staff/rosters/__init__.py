"""Rosters in and lists out."""
