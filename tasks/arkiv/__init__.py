"""A closed year packed for the archive, and the personal data that goes when its time has come."""
