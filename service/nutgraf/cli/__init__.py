"""The command line: one verb per step, and verbs for the data directory.

Exit codes: 0 all done; 1 a fault of nutgraf itself; 2 a wrong command line; 3 some articles
were refused or quarantined; 4 what was asked for does not exist; 5 a request is wrong;
6 a limit was passed; 7 the configuration or a shipped file is wrong; 8 the data directory
is locked, damaged or of another version.
"""

from nutgraf.cli.app import main

__all__ = ["main"]
