"""Reminders, and delivering the outbox."""
