"""People, sections, assignments, review and gradebook: the instructor's verbs, and who may do what."""
