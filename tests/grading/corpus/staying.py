"""Submissions that stay when they should be gone, or talk to others."""

from __future__ import annotations

from .assignment import ALL
from .case import SHORT, hostile

RIGHT_ARRAY = '\nshares = (stations["voted"] / stations["voters"]).to_numpy()'


def stay(name: str, what: str, source: str, **rest):
    """Return a right submission that does something besides."""
    code = {"my-array": source + RIGHT_ARRAY}
    return hostile(name, what, ALL, start="right", code=code, **rest)


CALL = """def call(kind, family, where):
    try:
        with socket.socket(family, kind) as line:
            line.settimeout(1)
            line.connect(where)
            line.send(NAME.encode())
    except OSError as error:
        print(type(error).__name__)

"""

CASES = [
    stay(
        "a-process-that-stays",
        "Leaves a process in the background.",
        """subprocess.Popen(
    ["sleep", "97"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
)""",
    ),
    stay(
        "a-process-that-hides",
        "Forks twice with a session of its own and closes all it has, as daemons do.",
        """if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 1000)
        os.execvp("sleep", ["sleep", "97"])
    os._exit(0)
os.wait()""",
    ),
    stay(
        "a-process-that-cannot-be-stopped",
        "Leaves a process in the background that ignores every signal.",
        """subprocess.Popen(
    ["sh", "-c", "trap '' HUP INT TERM; sleep 97 & sleep 97; sleep 97"], start_new_session=True,
    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
)""",
    ),
    stay(
        "a-thread-that-stays",
        "Leaves a thread that is no daemon and never ends.",
        """import threading
threading.Thread(target=time.sleep, args=(97,)).start()""",
    ),
    stay(
        "a-process-that-holds-the-output",
        "Leaves a process that keeps the standard output open.",
        'subprocess.Popen(["sleep", "97"])',
    ),
    stay(
        "memory-that-stays",
        "Leaves shared memory, of System V and of POSIX.",
        """import ctypes
libc = ctypes.CDLL(None, use_errno=True)
libc.shmget(0x0E1EC, 4096, 0o1666)
sign(f"/dev/shm/electoral-corpus-{NAME}")""",
    ),
    stay(
        "calls-by-tcp",
        "Connects to a server of this machine.",
        CALL + 'call(socket.SOCK_STREAM, socket.AF_INET, ("127.0.0.1", PORT))',
    ),
    stay(
        "calls-by-udp",
        "Sends a datagram, as a question to a name server would be.",
        CALL
        + """call(socket.SOCK_DGRAM, socket.AF_INET, ("127.0.0.1", PORT))
try:
    socket.getaddrinfo(NAME + ".example.org", 80)
    print("HARM a name was looked up")
except OSError as error:
    print(type(error).__name__)""",
    ),
    stay(
        "calls-by-an-abstract-socket",
        "Connects to a Unix socket that has no file.",
        CALL + 'call(socket.SOCK_STREAM, socket.AF_UNIX, f"\\0electoral-corpus-{PORT}")',
    ),
    stay(
        "calls-by-ipv6",
        "Connects over IPv6.",
        CALL + 'call(socket.SOCK_STREAM, socket.AF_INET6, ("::1", PORT))',
    ),
    stay(
        "listens",
        "Opens a server of its own for others to call.",
        """try:
    server = socket.create_server(("127.0.0.1", 0))
    socket.create_connection(server.getsockname(), 1).close()
    print("a server of its own")
except OSError as error:
    print(type(error).__name__)""",
    ),
    stay(
        "asks-the-system-by-netlink",
        "Opens netlink and packet sockets and looks for other machines.",
        """for family, kind in ((socket.AF_NETLINK, socket.SOCK_RAW), (socket.AF_PACKET, socket.SOCK_RAW)):
    try:
        socket.socket(family, kind).close()
    except OSError as error:
        print(type(error).__name__)
tell(pathlib.Path("/proc/net/tcp").read_bytes() if os.path.exists("/proc/net/tcp") else b"")""",
    ),
    stay(
        "traces-its-parent",
        "Attaches to its parent by ptrace, as a debugger does.",
        """import ctypes
libc = ctypes.CDLL(None, use_errno=True)
parent = os.getppid()
if parent in family() and parent not in (TOP, 0):
    if libc.ptrace(16, parent, 0, 0) == 0:
        print("HARM the parent is attached")
        os.waitpid(parent, 0x40000000)
        libc.ptrace(17, parent, 0, 0)""",
    ),
    stay(
        "makes-itself-root",
        "Asks for other rights: another user, a new root, a mount, a new space.",
        """import ctypes
libc = ctypes.CDLL(None, use_errno=True)
if libc.mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0 and SPACE == os.readlink(
    "/proc/self/ns/pid"
):
    print("HARM a mount for all")
    libc.umount(b"/tmp")
for path in ("/etc/electoral-corpus", "/usr/electoral-corpus"):
    sign(path)""",
    ),
    stay(
        "sets-the-priority-of-others",
        "Lowers the priority of all processes it sees and raises its own.",
        """for pid in family():
    try:
        before = os.getpriority(os.PRIO_PROCESS, pid)
        os.setpriority(os.PRIO_PROCESS, pid, before + 1)
        if pid != os.getpid():
            print("HARM another process has become slower")
    except OSError:
        pass""",
    ),
    stay(
        "eats-the-time-of-others",
        "Busy processes in the background for as long as they are left alone.",
        """for _ in range(4):
    subprocess.Popen(
        [sys.executable, "-Sc", "import time\\nuntil = time.time() + 97\\n"
         "while time.time() < until: pass"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )""",
        seconds=SHORT * 5,
    ),
]
