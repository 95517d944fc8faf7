"""What holds for a time: ties, statuses, positions, commitments."""
