"""Many certificates together: archives, lists, press files."""
