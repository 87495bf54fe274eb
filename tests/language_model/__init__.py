"""What must hold of the sentence encoder, the passages and the chat models."""
