"""Pictures as SVG in black, white and grey, drawn from plain data. A table beside each says the same."""
