"""The award programme: submissions, judging, decisions, certificates."""
