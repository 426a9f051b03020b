"""Pure knowledge: what letters, waits, verdicts and warmth are; no input or output, no clock, no threads."""
