"""The simulated clients: who they are, how far they trust, what they say."""
