"""The `attune` command line: its settings, and a file for each group of its verbs."""
