"""Measurements with goals: `make bench [ONLY=name]`. Each module bench_<name>.py offers run()."""
