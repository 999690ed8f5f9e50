"""Writes about entries, one module per desk."""
