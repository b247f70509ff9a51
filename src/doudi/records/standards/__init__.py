"""This year's standards, entered by an office and checked by a second person, without a release."""
