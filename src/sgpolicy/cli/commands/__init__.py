"""The commands, one module each: `run(options, words, results)` prints and returns an exit code."""
