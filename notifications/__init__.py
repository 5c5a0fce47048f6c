"""The voice: the outbox, the channels and the Swedish texts."""
