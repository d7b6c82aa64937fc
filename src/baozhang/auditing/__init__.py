"""Auditing: rules over the hub, findings, and how they are reported."""
