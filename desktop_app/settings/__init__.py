"""Every setting once, what IT has locked, secrets in the operating system's keyring, and where files lie."""
