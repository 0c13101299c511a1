"""The server of the school: pages, JupyterLab and the lecturer's tools, at one address.

Run for development, on what is built already:

    python -m electoral_binder.serve --root build --port 8888
"""

from __future__ import annotations

import argparse
import asyncio
import errno
import gc
import json
import logging
import os
import secrets
import socket
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_core.paths import jupyter_data_dir, jupyter_runtime_dir
from traitlets.config import Config

from electoral_binder.kernels import best_provisioner
from electoral_binder.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LOOPBACK = "127.0.0.1"
LONGEST_SOCKET_PATH = 100
"""Unix sockets have names of at most 103 (macOS) or 107 (Linux) bytes."""
IDLE_SECONDS = 30 * 60
"""After so long without work and without an open page, a kernel is ended."""

COLLECTS_AFTER = 5.0
"""Seconds after which a server that begins collects garbage: there is little before."""

GOODBYE_SECONDS = 3.0
"""So long the last tasks of a server that ends may take to end, too."""
LAB_LOCALES = {"ru": "ru_RU"}
"""JupyterLab's own language packs, as far as they are installed; otherwise it is English."""


def config(  # noqa: PLR0913 - the settings a school has
    root: Path,
    data: Path,
    *,
    port: int = 8888,
    token: str | None = None,
    learner_token: str = "",
    language: str = "ru",
    browser: bool = False,
    hall: bool = False,
) -> Config:
    """Return the settings of the school's server.

    Args:
        root: The folder above `courses/<language>`, as built.
        data: Where learners' answers are kept.
        port: The port to listen on.
        token: What opens the whole server; None lets the server draw one.
        learner_token: What opens the lessons only.
        language: The school's own language.
        browser: Whether to open the address in a browser.
        hall: Whether learners come in from the hall's network, too.
    """
    from electoral_binder.identity import SchoolIdentity  # noqa: PLC0415 - heavy

    c: Any = Config()
    c.ServerApp.root_dir = str(root.resolve())
    c.ServerApp.ip = LOOPBACK
    c.ServerApp.port = port
    c.ServerApp.port_retries = 0
    c.ServerApp.allow_root = True  # nobody is let run programs; containers know no other user
    # A name that leads here from elsewhere is refused: by Jupyter, or by the door of the hall.
    c.ServerApp.local_hostnames = ["localhost"]
    c.ServerApp.allow_remote_access = hall
    c.ServerApp.trust_xheaders = False  # who asks is told by the connection, not by a header
    c.ServerApp.open_browser = browser
    c.ServerApp.default_url = "/school/"
    c.ServerApp.identity_provider_class = SchoolIdentity
    c.ServerApp.jpserver_extensions = {"electoral_binder": True}  # `tools` loads the others
    if token is not None:
        c.IdentityProvider.token = token
    c.SchoolIdentity.learner_token = learner_token
    c.Application.log_level = logging.WARNING
    c.School.root = str(root.resolve())
    c.School.data = str(data.resolve())
    c.School.language = language
    for name in ("ExtensionApp", "LabApp"):
        c[name].open_browser = False
    _configure_kernels(c)
    _configure_voila(c)
    _configure_lab(c)
    return c


def _configure_kernels(c: Any) -> None:
    """Kernels begin warm, speak over files, not ports, and end when nobody needs them."""
    c.ServerApp.kernel_manager_class = "electoral_binder.running.SchoolKernels"
    longest = len(os.fsencode(jupyter_runtime_dir())) + len("/kernel-.json-ipc-5") + 36
    if sys.platform != "win32" and longest <= LONGEST_SOCKET_PATH:
        c.KernelManager.transport = "ipc"
    if name := best_provisioner():
        c.KernelProvisionerFactory.default_provisioner_name = name
    c.MappingKernelManager.cull_idle_timeout = IDLE_SECONDS
    c.MappingKernelManager.cull_interval = 60
    c.MappingKernelManager.cull_connected = False


def _configure_voila(c: Any) -> None:
    """Voilà outside `/school/` behaves as it does inside."""
    from electoral_binder.assets import EXTENSIONS, TEMPLATE  # noqa: PLC0415 - heavy

    c.VoilaConfiguration.template = TEMPLATE
    c.VoilaConfiguration.strip_sources = True
    c.VoilaConfiguration.show_tracebacks = False
    c.VoilaConfiguration.extension_allowlist = list(EXTENSIONS)
    c.VoilaConfiguration.allow_template_override = "NO"
    c.VoilaConfiguration.allow_theme_override = "NO"


def _configure_lab(c: Any) -> None:
    """JupyterLab asks no other machine for news, updates or extensions."""
    c.LabApp.news_url = None
    c.LabApp.check_for_updates_class = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
    c.LabApp.extension_manager = "readonly"


def lab_settings(data: Path, language: str) -> Path:
    """Write what JupyterLab does unless a person chose otherwise; return the folder."""
    folder = data / "lab-settings"
    folder.mkdir(parents=True, exist_ok=True)
    defaults: dict[str, Any] = {
        "@jupyterlab/apputils-extension:notification": {
            "fetchNews": "false",
            "checkForUpdates": False,
        }
    }
    if locale := LAB_LOCALES.get(language):
        defaults["@jupyterlab/translation-extension:plugin"] = {"locale": locale}
    (folder / "overrides.json").write_text(json.dumps(defaults, indent=1), encoding="utf-8")
    return folder


def free_port(wanted: int, *, is_chosen: bool, hosts: Sequence[str] = (LOOPBACK,)) -> int:
    """Return `wanted` if it is free, else the next free one; a chosen port must be free.

    It is to be free at all `hosts`.

    Raises:
        OSError: no port can be used, with a sentence that says what to do.
    """
    for port in [wanted] if is_chosen else range(wanted, min(wanted + 50, 65536)):
        if all(_is_free(host, port) for host in hosts):
            return port
    raise OSError(
        errno.EADDRINUSE,
        _("The port {port} is in use or not allowed. Choose another: --port N", port=wanted),
    )


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise
            return False
    return True


def serve(  # noqa: PLR0913 - these are the options of `electoral-school start`
    root: Path,
    data: Path,
    *,
    port: int = 8888,
    port_is_chosen: bool = False,
    language: str = "ru",
    browser: bool = False,
    token: str | None = None,
    learner_token: str | None = None,
    hall: bool | Sequence[str] = False,
    announce: Callable[[str], None] = print,
) -> None:
    """Serve the school until interrupted.

    Args:
        root: The folder above `courses/<language>`, as built.
        data: Where learners' answers are kept.
        port: The port to listen on.
        port_is_chosen: Whether it must be this port, and no other.
        language: The school's own language.
        browser: Whether to open the address in a browser.
        token: What opens the whole server; None draws one.
        learner_token: What opens the lessons only; None draws one.
        hall: Whether learners come in from the hall's network; or at which addresses.
        announce: Takes what is said at the terminal.

    Raises:
        OSError: the port cannot be used, or `data` cannot be written.
    """
    (data / "answers").mkdir(parents=True, exist_ok=True)
    gc.disable()  # until the first page may have been sent: all that is loaded now stays
    hosts = [LOOPBACK, *(hall if hall and hall is not True else ())]
    if hall is True:
        from electoral_binder.hall_network import own_addresses  # noqa: PLC0415 - only with a hall

        hosts += own_addresses()
    port = free_port(port, is_chosen=port_is_chosen, hosts=hosts)
    from jupyter_server.serverapp import ServerApp  # noqa: PLC0415 - heavy
    from tornado.ioloop import IOLoop  # noqa: PLC0415

    from electoral_binder import tools  # noqa: PLC0415

    # Deprecations among the server's own extensions are no news for a learner.
    logging.captureWarnings(capture=True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    course = root.resolve() / "nbgrader" / language
    if (course / "nbgrader_config.py").is_file():
        # The lecturer's tools look for their settings here, in the server and in a terminal.
        known = os.environ.get("JUPYTER_CONFIG_PATH")
        os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, [str(course), known]))
    # It reports at length where Node.js has no settings of yarn, which nothing here needs.
    logging.getLogger("jupyterlab").setLevel(logging.CRITICAL)
    # Drawn here, because one that the server drew, it prints; an empty one would open all to all.
    token = token or secrets.token_hex(24)
    learner_token = learner_token or (short_key() if hall else secrets.token_urlsafe(12))
    settings = config(
        root,
        data,
        port=port,
        token=token,
        learner_token=learner_token,
        language=language,
        browser=browser,
        hall=bool(hall),
    )
    settings.LabApp.app_settings_dir = str(lab_settings(data, language))
    server = ServerApp.instance(config=settings)
    server.initialize(argv=[], find_extensions=False)
    tools.install(server)
    door = None
    if hall:
        from electoral_binder.hall_network import HallDoor  # noqa: PLC0415 - only with a hall

        fixed = () if hall is True else hall
        door = HallDoor(
            server, port, learner_token, fixed=fixed, changed=partial(in_hall, announce)
        )

    def opened() -> None:
        address = f"http://{LOOPBACK}:{port}/school/?token="
        announce(_("The school is open: {address}", address=f"{address}{token}"))
        announce(_("This address is yours alone: it opens JupyterLab, the sources and the grades."))
        if door is None:
            announce(
                _("For learners, the lessons only: {address}", address=f"{address}{learner_token}")
            )
        else:
            door.open()
            announce(_("Only learners are let in from the hall; your address opens here alone."))
            projector = f"http://{LOOPBACK}:{port}/school/{language}/hall?token={token}"
            announce(_("To show the hall its address and code: {address}", address=projector))
            announce(
                _(
                    "If it does not open there, let port {port} through this machine's firewall.",
                    port=port,
                )
            )
        announce(_("To close it, press Ctrl+C."))

    IOLoop.current().add_callback(opened)  # once the server listens, not before
    IOLoop.current().call_later(COLLECTS_AFTER, collect_again)
    server.start()
    say_goodbye()


def say_goodbye() -> None:
    """Cancel what the server was still doing when it ended.

    Jupyter leaves it as it is; a thread that works for such a task would keep the program alive.
    """
    loop = asyncio.get_event_loop()
    if tasks := asyncio.all_tasks(loop):
        for task in tasks:
            task.cancel()
        loop.run_until_complete(asyncio.wait(tasks, timeout=GOODBYE_SECONDS))


def collect_again() -> None:
    """Let Python look for garbage again, but not in what was loaded at the start."""
    gc.freeze()
    gc.enable()


def short_key() -> str:
    """Return a key that a whole hall can type: eight signs none of which looks like another.

    There are some 850 thousand million of them, and each wrong one costs a request.
    """
    signs = "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(8))
    return f"{signs[:4]}-{signs[4:]}"


def in_hall(announce: Callable[[str], None], addresses: list[str]) -> None:
    """Tell where learners find the school now."""
    from electoral_binder.join import for_terminal  # noqa: PLC0415 - only with a hall

    if not addresses:
        announce(
            _("This computer is in no network yet. Join the hall's; the address appears here then.")
        )
    for address in addresses:
        announce(_("For learners in the hall: {address}", address=address))
    if addresses and (drawn := for_terminal(addresses[0], sys.stdout.encoding)):
        announce(drawn)


def main() -> None:
    """Serve a built folder, for development."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--root", type=Path, default=Path("build"))
    parser.add_argument("--data", type=Path, default=Path(jupyter_data_dir()) / "electoral-school")
    parser.add_argument("--port", type=int, default=8888)
    parser.add_argument("--token", default=None, help="opens the whole server")
    parser.add_argument("--learner-token", default=None, help="opens the lessons only")
    parser.add_argument("--lang", default="ru")
    parser.add_argument("--hall", action="append", help="an address for the hall's learners")
    chosen = parser.parse_args()
    serve(
        chosen.root,
        chosen.data,
        port=chosen.port,
        port_is_chosen=True,
        token=chosen.token,
        learner_token=chosen.learner_token,
        language=chosen.lang,
        hall=chosen.hall or False,
    )


if __name__ == "__main__":
    main()
