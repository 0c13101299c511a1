"""Kernels as a Jupyter server runs them, started either way, and a client that talks to one."""

import asyncio
import functools
import os
import queue
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import psutil
from anyio.from_thread import start_blocking_portal
from jupyter_client import AsyncMultiKernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from traitlets.config import Config

PROVISIONERS = {"stock": "local-provisioner", "warm": "electoral-warm"}
PATIENCE = 60


class Running:
    """A running kernel and its client."""

    def __init__(self, hall, kernel_id):
        self.hall, self.id = hall, kernel_id
        self.manager = hall.manager.get_kernel(kernel_id)
        self.client = self.manager.client()

    async def ready(self):
        """Wait until it answers."""
        self.client.start_channels()
        await self.client.wait_for_ready(timeout=PATIENCE)
        return self

    @property
    def process(self):
        """What the provisioner holds of it."""
        return self.manager.provisioner.process

    @property
    def is_forked(self):
        """Whether it comes from the warm process."""
        return type(self.process).__name__ == "Forked"

    async def run(self, source, answer=None, on_message=None):
        """Run a cell; return its reply, and its messages by type."""
        seen = {}

        def hear(message):
            seen.setdefault(message["msg_type"], []).append(message["content"])
            if on_message:
                on_message(message)

        def reply(_):
            self.client.input(answer)

        done = await self.client.execute_interactive(
            source,
            output_hook=hear,
            stdin_hook=reply,
            allow_stdin=answer is not None,
            timeout=PATIENCE,
        )
        return done["content"], seen

    async def printed(self, source, **options):
        """Return what a cell prints; it must not fail."""
        reply, seen = await self.run(source, **options)
        assert reply["status"] == "ok", reply
        return "".join(s["text"] for s in seen.get("stream", []) if s["name"] == "stdout").strip()

    async def value(self, expression, **options):
        """Return the value of an expression made of plain Python objects."""
        return eval(await self.printed(f"print(repr({expression}))", **options))  # noqa: S307

    async def stop(self, **options):
        """Shut it down."""
        self.hall.kernels.remove(self)
        self.client.stop_channels()
        await self.hall.manager.shutdown_kernel(self.id, **options)


class Hall:
    """Starts kernels of one kind."""

    def __init__(self, kind, folder):
        self.kind, self.folder, self.kernels = kind, Path(folder), []
        self.spares = []
        settings = Config()
        settings.KernelManager.transport = "ipc"
        self.manager = AsyncMultiKernelManager(config=settings, connection_dir=str(folder))

    async def launch(self, **options):
        """Start a kernel, without waiting for it."""
        KernelProvisionerFactory.instance().default_provisioner_name = PROVISIONERS[self.kind]
        options.setdefault("cwd", str(self.folder))
        options.setdefault("env", dict(os.environ))
        # Where it is set, a kernel does not catch what programs print.
        options["env"].pop("PYTEST_CURRENT_TEST", None)
        kernel_id = await self.manager.start_kernel(**options)
        self.kernels.append(Running(self, kernel_id))
        return self.kernels[-1]

    async def start(self, **options):
        """Start a kernel and wait until it answers."""
        return await (await self.launch(**options)).ready()

    async def begin(self, count):
        """Let kernels start beside what goes on, for tests that will want one each."""
        self.spares += [asyncio.create_task(self.start()) for _ in range(count)]

    async def spare(self):
        """Return a kernel in which nothing has run yet."""
        return await (self.spares.pop(0) if self.spares else self.start())

    @asynccontextmanager
    async def kernel(self, **options):
        """Give a kernel that is shut down in the end."""
        running = await self.start(**options)
        try:
            yield running
        finally:
            if running.id in self.manager:
                await running.stop(now=True)

    async def close(self):
        """Shut down what still runs."""
        await asyncio.gather(*self.spares)
        for kernel in self.kernels:
            kernel.client.stop_channels()
        await self.manager.shutdown_all(now=True)
        self.manager.context.destroy(linger=0)


@contextmanager
def hall_of_its_own(kind, folder):
    """Give a hall whose loop runs in a thread: this one may have a browser's."""

    async def made():
        return Hall(kind, folder)

    with start_blocking_portal() as portal:
        hall = portal.call(made)
        hall.portal = portal
        yield hall
        portal.call(hall.close)


def in_the_hall(test):
    """Let a test be a coroutine in the loop of the hall that it, or its kernel, is in."""

    @functools.wraps(test)
    def run(**given):
        known = [given[name] for name in ("hall", "spares") if name in given]
        hall = known[0] if known else given["kernel"].hall
        return hall.portal.call(functools.partial(test, **given))

    return run


async def becomes(told, patience=20.0):
    """Return whether something becomes true."""
    until = asyncio.get_running_loop().time() + patience
    while not told():
        if asyncio.get_running_loop().time() > until:
            return False
        await asyncio.sleep(0.02)
    return True


def is_gone(process):
    """Return whether a process has ended; one that nobody has buried yet counts as ended."""
    try:
        return psutil.Process(process).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def open_files(process=None):
    """Return how many files a process has open."""
    return len(list(Path(f"/proc/{process or os.getpid()}/fd").iterdir()))


async def next_message(channel, kind):
    """Return the next message of a kind."""
    while True:
        try:
            message = await channel(timeout=PATIENCE)
        except queue.Empty as error:
            raise AssertionError(f"There was no {kind}.") from error
        if message["msg_type"] == kind:
            return message["content"]
