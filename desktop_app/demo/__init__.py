"""An embedded world for trial, screenshots and tests: mail servers, tracking server, invented clients."""
