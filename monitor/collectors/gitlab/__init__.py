"""GitLab, on its own host or any other: one collector a kind of fact, by REST version 4 (docs.gitlab.com/api/rest)."""
