"""Building the library's own pages: texts, frames, keys, the output folder, several processes.

Everything here works without MkDocs; ``site.plugin`` hands over what it knows.
"""
