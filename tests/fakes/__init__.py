"""Stand-ins and private real servers for tests."""
