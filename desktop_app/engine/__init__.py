"""What the program does, step by step, in a process without Qt."""
