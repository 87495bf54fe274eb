"""The sentence encoder, passages found by meaning, and chat models."""
