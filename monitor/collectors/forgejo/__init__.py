"""Forgejo and Gitea, on Codeberg or any other host: one collector a kind of fact, by REST version 1 (both serve the same)."""
