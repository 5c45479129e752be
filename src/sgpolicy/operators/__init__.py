"""Each operator once: how it is spelled, what it means."""
