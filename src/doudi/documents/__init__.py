"""PRINTING: values in, bytes out. Files, rosters and pictures; no records, no Django, no clock."""
