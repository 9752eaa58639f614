"""What every page shares: the frame, words in two languages, the home page."""
