"""What was done and what was looked at: every change by trigger in the same transaction, every sensitive view by line."""
