"""This year's standards: entering, checking, looking ahead."""
