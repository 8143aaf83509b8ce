"""What checks a built site. It reads what is published, and shares nothing with what made it."""
