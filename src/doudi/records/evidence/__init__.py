"""What is known of people and households: facts with day, source and who vouches, papers, and what the law makes of them."""
