"""What each kind of page shows: one module for a kind, which gives its addresses, contexts and templates."""
