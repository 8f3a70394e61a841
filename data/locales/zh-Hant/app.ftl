### What the program says of what was just done: notices, questions and commands.
