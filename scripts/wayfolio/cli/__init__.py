"""Words in, one call, lines and an exit code out; decides nothing."""
