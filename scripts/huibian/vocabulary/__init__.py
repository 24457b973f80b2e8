"""Vocabularies: data files and the loaders that check them."""
