"""`electoral-school start` opens the school at one printed address, and closes when asked."""

import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).parent / "electoral-school"


@pytest.mark.slow
def test_the_printed_address_opens_the_school_in_the_chosen_language(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    school = subprocess.Popen(
        [
            *(PROGRAM, "start", "--port", str(port), "--lang", "ky"),
            *("--data", tmp_path / "data", "--out", tmp_path / "build"),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        said = ""
        while not (address := re.search(r"http://\S+", said)):
            line = school.stdout.readline()
            assert line, said
            said += line
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        with browser.open(address[0], timeout=30) as page:
            text = page.read().decode("utf-8")
    finally:
        school.send_signal(signal.SIGTERM)
        school.communicate(timeout=30)

    assert address[0].startswith(f"http://127.0.0.1:{port}/school/?token=")
    assert '<html lang="ky"' in text
    assert "Протокол" in text
