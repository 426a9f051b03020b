"""The two database files and the versions of their tables; imports nothing heavy (the window reads it).

`otklik.db` can be rebuilt from the mailboxes and the tracking server, `keep.db` cannot.
"""

MAIN = "otklik.db"
KEEP = "keep.db"
BACKUPS = "backups"

MAIN_VERSION = 8
KEEP_VERSION = 14
