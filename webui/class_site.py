"""The instructor's pages, as a table of contents."""

from fastapi import FastAPI

from classroom.open_school import School
from webui.agreement_page import add_agreement_page
from webui.public_address import PublicAddress
from webui.review_page import add_review_pages
from webui.sections_page import add_sections_pages
from webui.transcript_level_page import add_level_pages
from webui.transcript_page import add_transcript_page


def add_class_pages(app: FastAPI, school: School, address: PublicAddress) -> None:
    """Add every page of those who teach, before `mount`."""
    add_sections_pages(app, school, address)
    add_review_pages(app, school, address)
    add_transcript_page(app, school, address)
    add_level_pages(app, school, address)
    add_agreement_page(app, school, address)
