"""How learners are assessed, over nbgrader's own folders and gradebook."""
