"""Prose: the editor's documents as JSON, Yjs, HTML, Markdown and plain text. Knows no models."""
