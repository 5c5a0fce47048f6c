"""The documents of the year: what they show, the Word, HTML and Excel files, and where they are kept."""
