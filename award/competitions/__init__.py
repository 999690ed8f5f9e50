"""Editions, categories, rounds, rubrics, forms; presets as data."""
