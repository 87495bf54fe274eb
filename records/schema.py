"""All tables together: what a migration is compared with."""

from records import authored, classes, lti, people, reviews, tables

METADATA = tables.Table.metadata
ROOMS = (tables, people, classes, reviews, authored, lti)
"""Every module that adds tables; one that is missing here is missing in the database."""
