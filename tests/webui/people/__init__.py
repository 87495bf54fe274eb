"""Tests of the people of a section, over real HTTP."""
