"""The archive with which the software is installed where there is no network."""
