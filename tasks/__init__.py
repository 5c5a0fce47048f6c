"""The hands: read and write files, query and save, render and send. No domain decisions."""
