"""Tests of learning platforms, over real HTTP."""
