"""Training of raters: a vignette to rate, feedback against the key, agreement between raters, and new vignettes."""
