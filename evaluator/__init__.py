"""The rubric, the grades of an exchange, and the feedback that follows."""
