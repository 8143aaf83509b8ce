"""What may be said of a place, as statements without words, each with the numbers its rule looked at."""
