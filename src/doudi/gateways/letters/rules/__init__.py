"""What the rules know: one file for each subject, tables of words with what they say."""
