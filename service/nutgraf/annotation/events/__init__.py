"""Events, figures and claims: triggers, participants, status, merging."""
