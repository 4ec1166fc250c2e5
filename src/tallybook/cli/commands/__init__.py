"""One file per command; its name is the command's (with dashes for underscores), its first line the summary."""
