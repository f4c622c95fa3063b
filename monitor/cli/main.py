"""The `mainstay` command."""


def main() -> None:
    """Run the command line."""
