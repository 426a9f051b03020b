"""The tracking server: pixels, links, hits, and the keys of those who read them."""
