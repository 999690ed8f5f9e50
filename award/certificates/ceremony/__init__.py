"""The day on which certificates are handed over: course, seats, and what is printed for it."""
