"""The instructor's pages, as a table of contents."""

from fastapi import FastAPI

from classroom.open_school import School
from webui.author_pages import add_author_pages
from webui.public_address import PublicAddress
from webui.sections_page import add_sections_pages


def add_class_pages(app: FastAPI, school: School, address: PublicAddress) -> None:
    """Add every page of those who teach, before `mount`."""
    add_sections_pages(app, school, address)
    add_author_pages(app, school, address)
