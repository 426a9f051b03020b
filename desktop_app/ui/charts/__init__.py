"""Charts drawn with pyqtgraph. `loading` imports nothing heavy; it brings the others after first paint."""
