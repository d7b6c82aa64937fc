"""Documents out: statements, narrative and forms from facts, in every format a bureau publishes."""
