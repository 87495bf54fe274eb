"""The instructor's pages, as a table of contents."""

from fastapi import FastAPI

from classroom.open_school import School
from webui.agreement_page import add_agreement_page
from webui.assignment_change_page import add_change_page
from webui.assignment_page import add_assignment_page
from webui.assignments_page import add_assignments_page
from webui.author_pages import add_author_pages
from webui.cohort_page import add_cohort_page
from webui.course_page import add_course_page
from webui.grade_again_page import add_grade_again_pages
from webui.gradebook_page import add_gradebook_pages
from webui.groups_page import add_group_pages
from webui.live_page import add_live_page
from webui.person_page import add_person_page
from webui.public_address import PublicAddress
from webui.research_page import add_research_pages
from webui.review_page import add_review_pages
from webui.roster_page import add_roster_pages
from webui.section_page import add_section_pages
from webui.section_people_page import add_section_people_pages
from webui.sections_page import add_sections_pages
from webui.transcript_level_page import add_level_pages
from webui.transcript_page import add_transcript_page


def add_class_pages(app: FastAPI, school: School, address: PublicAddress) -> None:
    """Add every page of those who teach, before `mount`."""
    add_sections_pages(app, school)
    add_section_pages(app, school)
    add_section_people_pages(app, school, address)
    add_group_pages(app, school)
    add_roster_pages(app, school, address)
    add_gradebook_pages(app, school)
    add_cohort_page(app, school)
    add_research_pages(app, school)
    add_assignments_page(app, school)
    add_assignment_page(app, school)
    add_live_page(app, school)
    add_change_page(app, school)
    add_person_page(app, school)
    add_review_pages(app, school, address)
    add_transcript_page(app, school, address)
    add_level_pages(app, school, address)
    add_grade_again_pages(app, school)
    add_agreement_page(app, school, address)
    add_course_page(app, school, address)
    add_author_pages(app, school, address)
