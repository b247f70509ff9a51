"""The pages of `docs/reference`, one module each: every page is made of what the programs themselves run on."""
