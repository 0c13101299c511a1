"""A process that has loaded everything once, and forks one for each submission in milliseconds."""
