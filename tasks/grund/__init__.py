"""What every room stands on: the database, child processes, files, the trail, units of work."""
