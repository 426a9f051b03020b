"""Charts painted by QPainter. `loading` imports nothing heavy; it brings the others after first paint."""
