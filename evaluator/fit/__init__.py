"""Makes the reader's weights from the exchanges that were written and labelled for this project."""
