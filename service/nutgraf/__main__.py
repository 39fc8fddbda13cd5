"""Run nutgraf as `python -m nutgraf`."""

from nutgraf.cli import main

if __name__ == "__main__":
    main()
