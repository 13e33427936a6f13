"""The measured comparisons: how well Deltawire reads and rings (`quality`), and how fast (`speed`)."""
