"""Deltawire beside others who do parts of it, on the same texts in the same run; needs requirements-peers.lock."""
