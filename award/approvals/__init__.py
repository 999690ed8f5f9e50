"""Acts that take two people: one proposes, another confirms."""
