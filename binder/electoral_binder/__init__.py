"""Where the school runs: the application, the pages, Binder."""
