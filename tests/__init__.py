"""Tests: unit mirrors the package; contract, integration, ui and e2e use real neighbours on loopback."""
