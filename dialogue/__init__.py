"""The shared vocabulary of a turn: acts, cues, flags, and the reader of a trainee's words."""
