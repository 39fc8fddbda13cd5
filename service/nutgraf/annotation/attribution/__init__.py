"""Attribution: which stretches of a text stand in whose voice."""
