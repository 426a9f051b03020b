"""The local database: the only place with peewee and SQL."""
