"""When a reading agrees with gold: records, comparison, pairs, counts."""
