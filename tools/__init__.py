"""What keeps the documents true and isn't delivered with the package: see ``make pictures``."""
