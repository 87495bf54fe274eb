"""Tests of the scenarios and of the lines that tell a turn from the client's chair."""
