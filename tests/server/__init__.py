"""A real OpenAI-compatible server, built from source once, with tiny models made here."""
