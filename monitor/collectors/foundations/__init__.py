"""Foundations that publish a list of all their projects: one request a week answers for every repository that is watched."""
