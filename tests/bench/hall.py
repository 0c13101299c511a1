"""A full hall: more people than places open a lesson within seconds, stay a while, and leave.

    python tests/bench/hall.py [people] [places] [stay, seconds]

Everybody must get the text at once, everybody a kernel in the end, and there must never be more
kernels than places. Printed: seconds to the text, seconds in the line, what was promised, and
the memory of an open lesson as the school measured it itself.
"""

import contextlib
import http.cookiejar
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from statistics import median

from electoral_courses.builder import build

ROOT = Path(__file__).parents[2]
TOKEN = "of-this-bench"  # noqa: S105 - of a server that lives for this run
KERNEL = re.compile(r'"kernelId": "([\w-]+)"')
LESSON = "school/ru/05-protocol/"


class Person:
    """Somebody with a browser of their own, as far as a server can tell."""

    def __init__(self, address: str, stay: float) -> None:
        self.address, self.stay = address, stay
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.text = self.waited = self.promised = 0.0
        self.kernel = ""
        self.trouble = ""

    def get(self, path: str) -> str:
        with self.opener.open(self.address + path, timeout=120) as answer:
            return answer.read().decode()

    def live(self) -> None:
        try:
            self._live()
        except Exception as error:  # noqa: BLE001 - counted and printed
            self.trouble = repr(error)

    def _live(self) -> None:
        self.get(f"school/?token={TOKEN}")
        came = time.monotonic()
        with self.opener.open(self.address + LESSON, timeout=120) as answer:
            page = b""
            while chunk := answer.read1(65536):
                page += chunk
                if not self.text and b"</main>" in page:
                    self.text = time.monotonic() - came
        page = page.decode()
        while not (found := KERNEL.search(page)):
            told = json.loads(self.get(f"school/hall/{LESSON.removeprefix('school/')}"))
            minutes = re.findall(r"(\d+) мин", told["text"])
            self.promised = self.promised or 60.0 * int((minutes or ["0"])[0])
            if told["called"]:
                page = self.get(LESSON)
            else:
                time.sleep(1)
        self.waited, self.kernel = time.monotonic() - came, found[1]
        time.sleep(self.stay)
        proof = next(cookie.value for cookie in self.jar if cookie.name == "_xsrf")
        data = f"_xsrf={proof}".encode()
        self.opener.open(f"{self.address}school/leave/{self.kernel}", data, timeout=60).close()


def kernels(address: str) -> int:
    request = urllib.request.Request(
        f"{address}api/kernels", headers={"Authorization": f"token {TOKEN}"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return len(json.load(answer))


def main(people: int = 24, places: int = 6, stay: float = 5.0) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home, socket.socket() as free:
        build(ROOT / "courses", Path(home) / "build", ("ru",))
        (Path(home) / "config").mkdir()
        (Path(home) / "config" / "jupyter_server_config.json").write_text(
            json.dumps({"School": {"most_kernels": places}})
        )
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "electoral_binder.serve", "--root", f"{home}/build"),
                *("--data", f"{home}/data", "--port", str(port), "--token", TOKEN),
            ],
            env=os.environ | {"JUPYTER_CONFIG_DIR": f"{home}/config"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            run(f"http://127.0.0.1:{port}/", people, places, stay)
            memory = Path(home) / "data" / "memory.json"
            if memory.is_file():
                told = json.loads(memory.read_text())
                print(
                    f"  an open lesson: {told['lesson'] / 1e6:.0f} MB (PSS), {told['lessons']} seen"
                )
        finally:
            server.terminate()
            server.wait(120)


def run(address: str, people: int, places: int, stay: float) -> None:
    for _ in range(300):
        try:
            kernels(address)
            break
        except urllib.error.URLError:
            time.sleep(0.2)
    crowd = [Person(address, stay) for _ in range(people)]
    threads = [threading.Thread(target=person.live) for person in crowd]
    began = time.monotonic()
    for thread in threads:
        thread.start()
        time.sleep(5 / people)
    most = 0
    while any(thread.is_alive() for thread in threads):
        with contextlib.suppress(urllib.error.HTTPError):  # asked while one was just starting
            most = max(most, kernels(address))
        time.sleep(0.5)
    served = [person for person in crowd if person.kernel and not person.trouble]
    print(f"{people} people in 5 s, {places} places, each stays {stay:.0f} s")
    print(
        f"  served: {len(served)}, all in {time.monotonic() - began:.0f} s; at most {most} kernels"
    )
    for name in ("text", "waited", "promised"):
        values = sorted(getattr(person, name) for person in served)
        if values:
            print(f"  {name:9} median {median(values):6.1f} s   longest {values[-1]:6.1f} s")
    for person in crowd:
        if person.trouble:
            print(f"  trouble: {person.trouble}")
    sys.exit(0 if len(served) == people and most <= places else 1)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]), *map(float, sys.argv[3:4]))
