"""Files read with limits and replaced whole, and what is ours to replace."""
