"""Quantities with the bounds that their wording entails."""
