"""Measurements, not tests: ``make bench`` prints one JSON line per figure."""
