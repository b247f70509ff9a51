"""Cases: an application from the first word to the decision, step by step, each with its ground, hand and document."""
