"""Ranking, decision and publication."""
