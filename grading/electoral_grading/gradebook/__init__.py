"""nbgrader's gradebook, read and written many submissions at a time."""
