"""Rosters of other offices, read, looked over row by row and taken in; and lists handed out again."""
