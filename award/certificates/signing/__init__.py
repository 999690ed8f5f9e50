"""Electronic signatures: our own field and key, and what comes back signed elsewhere."""
