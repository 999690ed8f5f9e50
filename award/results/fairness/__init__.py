"""Advice beside the official numbers: severity, agreement, robustness, judge reports.

Arrays in, floats out. Nothing here decides: scores and ranks that count are those of
``judging.scoring`` and ``results.ranking``.

Nothing is imported here: NumPy and SciPy cost a web process 60 MB, and few pages need them.
"""
