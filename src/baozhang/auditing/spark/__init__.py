"""The rules on Apache Spark: the same files, translated; documents read on the cluster. Needs the extra `spark`, imported when wanted."""
