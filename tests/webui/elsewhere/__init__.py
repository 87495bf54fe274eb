"""Tests of signing in elsewhere, over real HTTP."""
