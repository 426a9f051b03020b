"""The tracking server: pixel, links, documents and team figures."""
