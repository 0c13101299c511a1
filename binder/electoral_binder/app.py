"""The application `electoral-school`."""


def main() -> None:
    """Run the application."""
