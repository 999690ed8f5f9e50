"""Assignments and score sheets; the rubric arithmetic."""
