"""What people learn: the catalogue of modules, the builder, the items and their checks."""
