"""Is this file ours, does its certificate stand, and who may prove it elsewhere."""
