"""Apache Spark: a session, and queries in its dialect. Needs the extra `spark`, imported when wanted."""
