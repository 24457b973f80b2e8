"""The site: one catalog of all articles, what each page shows, and the MkDocs plugin."""
