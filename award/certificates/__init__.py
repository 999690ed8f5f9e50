"""Batches, certificates and their public verification."""
