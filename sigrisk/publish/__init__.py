"""The public rule book and the traceability page, as Markdown: view models here, layout in templates/."""
