"""A publication in the formats a bureau publishes."""
