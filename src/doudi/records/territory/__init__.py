"""The places an office answers for, from the province down to the village, with the days each stood."""
