"""Package taxonomy."""
