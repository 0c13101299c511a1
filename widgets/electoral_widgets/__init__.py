"""What learners touch: one widget is one Python file, one JavaScript file, one style sheet."""
