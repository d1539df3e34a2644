"""Checks of a whole rule book, one self-documenting file each; ``sigrisk check`` runs them."""
