"""Assessment to memo: one view model, rendered to every format."""
