"""`python -m monitor` is the same as the `mainstay` command."""

from monitor.cli.main import main

if __name__ == "__main__":
    main()
