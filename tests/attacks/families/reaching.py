"""Reaching outside: files, the judge's memory and environment, sockets, other processes, the kernel, the next learner.

Each answers rightly and prints what it got; the runner looks for canaries in it and for knocks on the listening sockets.
"""

from __future__ import annotations

from tests.attacks.attack import ESCAPED, LEFT, Attack

HONEST = "\ndef double(x):\n    return x * 2\n"
RUNNERS = "it would end the processes of whoever runs the tests"
KERNEL = "it would change the machine that runs the tests"
NONE = (
    "the unprotected runner is root or not, and so is this refused there or not: what counts is that it is refused here"
)
PASSED = ("passed",)


def reach(name: str, act: str, *, alone: str = ESCAPED, unsafe: str = "", states: tuple[str, ...] = PASSED) -> Attack:
    """`act` is an expression whose value is printed."""
    return Attack(name, f"attempt(lambda: {act})" + HONEST, states, alone=alone, unsafe=unsafe)


def script(name: str, body: str, *, alone: str = ESCAPED, unsafe: str = "", states: tuple[str, ...] = PASSED) -> Attack:
    """`body` runs at import."""
    return Attack(name, body + HONEST, states, alone=alone, unsafe=unsafe)


CLONE = "\nif libc.syscall(56, 17, 0, 0, 0, 0) == 0:\n    open('/tmp/' + MARK, 'w').close()\n    os._exit(0)\ntime.sleep(0.2)\n"

ATTACKS = [
    # files
    reach("a reference left beside the lab", "open(PLACE + '/labs/double/reference.py').read()"),
    reach("a hidden file of answers", "open(PLACE + '/labs/double/.answers.json').read()"),
    reach("the same through a link", "(os.symlink(PLACE + '/labs', MARK), open(MARK + '/double/reference.py').read())[1]"),
    reach("the same through a hard link", "(os.link(PLACE + '/labs/double/reference.py', PLACE + '/' + MARK), open(PLACE + '/' + MARK).read())[1]"),
    reach("the same through many dots", "open('/'.join(['..'] * 40) + PLACE + '/labs/double/reference.py').read()"),
    reach("the same by a name in other letters", "open(os.fsencode(PLACE) + b'/labs/./double//reference.py').read()"),
    reach("unicode names that fold to it", "[open(p).read() for p in (PLACE + '/labs/double/reference.py', PLACE + '/labs/d\\u043euble/reference.py') if os.path.exists(p)]"),
    reach("the same by the current folder of others", "open(f'/proc/{ME}/cwd/' + '../' * 40 + PLACE + '/labs/double/reference.py').read()"),
    reach("the same by the root of others", "open(f'/proc/{ME}/root' + PLACE + '/labs/double/reference.py').read()"),
    reach("all files of temporary folders", "[open(os.path.join(p, f)).read(2000) for p, d, fs in os.walk(PLACE) for f in fs if not f.endswith('.sock')]"),
    reach("another learner's data", "open(PLACE + '/learners/other/record.sqlite').read()"),
    reach("another learner's data, overwritten", "open(PLACE + '/learners/other/record.sqlite', 'a').write('x')"),
    reach("a reference, overwritten", "open(PLACE + '/labs/double/reference.py', 'a').write('x')"),
    reach("a file left for the next learner", "open('/tmp/' + MARK, 'w').write('x')", alone=LEFT),
    reach("a file left in the home", "open(HOME + '/' + MARK, 'w').write('x')", alone=LEFT),
    reach("a file left in shared memory", "open('/dev/shm/' + MARK, 'w').write('x')", alone=LEFT),
    reach("a link left for the next learner", "os.symlink('/etc/passwd', '/tmp/' + MARK)", alone=LEFT),
    reach("a name with a line end left", "open('/tmp/' + MARK + '\\n', 'w').write('x')", alone=LEFT),
    # other processes: environment, memory, signals
    reach("the environment", "dict(os.environ)"),
    reach("the environment in memory", "ctypes.string_at(ctypes.cast(ctypes.c_void_p.in_dll(libc, 'environ').value, ctypes.POINTER(ctypes.c_char_p))[0], 1) and [s for s in iter(lambda i=iter(range(200)): (lambda k: ctypes.cast(ctypes.c_void_p.in_dll(libc, 'environ').value, ctypes.POINTER(ctypes.c_char_p))[k])(next(i)), None)]"),
    reach("the environment of the judge", "open(f'/proc/{JUDGE}/environ').read()"),
    reach("the environment of the runner", "[open(f'/proc/{p}/environ').read() for p in (ME, os.getppid(), 'self')]"),
    reach("the command lines of others", "[open(f'/proc/{p}/cmdline').read() for p in (ME, JUDGE, ZYGOTE)] and 'ESCAPED'"),
    script("its own memory, searched", "attempt(lambda: [open('/proc/self/mem', 'rb').seek(0), open('/proc/self/maps').read(), os.getenv('JUDGE_KEY')])"),
    script("the memory of the judge", "def act():\n    with open(f'/proc/{JUDGE}/maps') as f: rows = [r.split()[0].split('-') for r in f if 'rw-p' in r]\n    with open(f'/proc/{JUDGE}/mem', 'rb') as m:\n        for a, b in rows:\n            m.seek(int(a, 16)); data = m.read(int(b, 16) - int(a, 16)); i = data.find(b'canary-')\n            if i >= 0: return data[i:i + 40]\nattempt(act)"),
    script("the memory of the judge by system call", "def act():\n    buf = ctypes.create_string_buffer(64)\n    a, b = (ctypes.c_uint64 * 2)(ctypes.addressof(buf), 64), (ctypes.c_uint64 * 2)(id(0), 64)\n    if libc.process_vm_readv(JUDGE, a, 1, b, 1, 0) < 0: raise OSError(ctypes.get_errno())\n    return 'ESCAPED'\nattempt(act)", unsafe=NONE),
    reach("ptrace of the judge", "'ESCAPED' if libc.ptrace(16, JUDGE, 0, 0) == 0 else 'no'", unsafe="a stopped judge would hang the tests"),
    script("ptrace of the zygote", "for r in (16, 0x4206):\n    print('ESCAPED' if libc.ptrace(r, ZYGOTE, 0, 0) == 0 else 'refused')", unsafe="a stopped zygote would hang the tests"),
    script("a signal to the zygote", "for s in (9, 15, 19, 2):\n    attempt(lambda: os.kill(ZYGOTE, s) or 'ESCAPED')", unsafe=RUNNERS),
    script("a signal to every process", "attempt(lambda: os.kill(-1, 9) or 'ESCAPED')", unsafe=RUNNERS),
    script("signals to every number", "for p in range(2, 3000):\n    libc.syscall(62, p, 9); libc.syscall(200, p, 9)", unsafe=RUNNERS),
    script("signals by a file's owner", "r, w = os.pipe()\nfor p in (JUDGE, ZYGOTE, -1):\n    try:\n        import fcntl\n        fcntl.fcntl(r, fcntl.F_SETOWN, p); fcntl.fcntl(r, 10, 9); fcntl.fcntl(r, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)\n        os.write(w, b'x')\n    except OSError as error: print('refused', error)", unsafe=RUNNERS, states=("passed", "crashed")),
    script("a lower priority for others", "attempt(lambda: os.setpriority(os.PRIO_PROCESS, JUDGE, 19) or 'ESCAPED')", unsafe=KERNEL),
    script("limits of the judge", "attempt(lambda: resource.prlimit(JUDGE, resource.RLIMIT_CPU, (1, 1)) and 'ESCAPED')", unsafe=RUNNERS),
    script("a daemon", CLONE.replace("os._exit(0)", "os.setsid(); os._exit(0)"), alone=LEFT, states=("passed", "failed", "crashed")),
    script("a process by vfork and exec", "attempt(lambda: subprocess.run(['/bin/sh', '-c', f'echo x > /tmp/{MARK}'], check=True))", alone=LEFT),
    script("a process by posix_spawn", "attempt(lambda: os.waitpid(os.posix_spawn('/bin/sh', ['sh', '-c', f'echo x > /tmp/{MARK}'], {}), 0))", alone=LEFT),
    script("exec of itself", "attempt(lambda: os.execv('/bin/sh', ['sh', '-c', f'echo x > /tmp/{MARK}; echo ESCAPED']))", alone=LEFT),
    script("exec of a file without a name", "attempt(lambda: (lambda fd: (os.write(fd, open('/bin/true', 'rb').read()), os.execve(fd, ['x'], {})))(os.memfd_create('x')))", unsafe="it replaces itself and prints nothing; that it is refused is all there is to see"),
    script("a life after the judge's", "print('ESCAPED' if libc.prctl(1, 0, 0, 0, 0) == 0 else 'refused')", unsafe=NONE),
    # network
    reach("a connection on loopback", "socket.create_connection(('127.0.0.1', PORT), 1).recv(1)"),
    reach("a connection on every address of this machine", "[socket.create_connection((a, PORT), 1) for a in ('0.0.0.0', '127.0.0.2', '127.0.0.1')]"),
    reach("a datagram", "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', PORT))"),
    reach("a socket with a path", "socket.socket(socket.AF_UNIX).connect(PLACE + '/judge.sock')"),
    reach("an abstract socket", "socket.socket(socket.AF_UNIX).connect(ABSTRACT)"),
    reach("an abstract socket by a pair", "socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0].connect(ABSTRACT)", unsafe="a datagram socket cannot connect to a stream anywhere; the pair is the only socket there is here"),
    reach("a name to be resolved", "socket.getaddrinfo('beikao.invalid', 80)", unsafe="the tests talk to loopback only"),
    script("a listener left behind", "def act():\n    s = socket.create_server(('127.0.0.1', 0)); s.settimeout(0.1)\n    c = socket.create_connection(('127.0.0.1', PORT), 1)\n    return 'ESCAPED'\nattempt(act)"),
    script("raw and kernel sockets", "for family, kind in ((16, 3), (17, 3), (40, 1), (38, 5), (44, 2), (31, 3)):\n    try:\n        socket.socket(family, kind); print('ESCAPED', family)\n    except OSError: print('refused')", unsafe=NONE),
    # the kernel
    script("io_uring, which would go round the filter", "p = (ctypes.c_uint32 * 30)()\nprint('ESCAPED' if libc.syscall(425, 8, p) >= 0 else 'refused')", unsafe=NONE),
    script("raw numbers, all of them", "harmless = {0, 1, 3, 7, 15, 22, 23, 24, 34, 35, 56, 58, 57, 60, 61, 130, 202, 219, 230, 231, 232, 247, 270, 271, 281, 436, 441, 449, 435, 128, 9, 10, 11, 12, 25, 28, 453, 462, 26, 233}\n"
           "for n in range(548):\n    if n not in harmless and libc.syscall(n, -1, -1, -1, -1, -1, -1) >= 0 and n in (29, 41, 59, 62, 101, 105, 155, 161, 165, 166, 169, 175, 200, 246, 250, 272, 298, 304, 308, 310, 317, 319, 321, 322, 323, 425, 428, 430, 434, 442): print('ESCAPED', n)", states=("passed", "crashed"), unsafe=KERNEL),
    script("numbers of another architecture", "m = mmap.mmap(-1, 4096, prot=7)\nm.write(b'\\xb8\\x14\\x00\\x00\\x00\\xcd\\x80\\xc3')\nprint('ESCAPED', ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(m)))())", unsafe=NONE, states=("passed", "crashed")),
    script("a namespace of its own", "print('ESCAPED' if libc.unshare(0x10000000 | 0x20000) == 0 else 'refused')", unsafe=KERNEL),
    script("a mount", "print('ESCAPED' if libc.mount(b'proc', b'/tmp', b'proc', 0, None) == 0 else 'refused')", unsafe=KERNEL),
    script("its capabilities", "h, d = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()\nlibc.capget(h, d)\nprint('ESCAPED' if any(d[:2]) or any(d[3:5]) else 'none')", unsafe=NONE),
    script("core dumps on", "print('ESCAPED' if resource.getrlimit(resource.RLIMIT_CORE) != (0, 0) else 'none')", unsafe=NONE),
    # the next learner
    script("numpy patched for the next", "np.ones = np.zeros = None\nbuiltins.len = None\nsys.modules['beikao.grader.child'] = None\nnp.linalg = None", unsafe="every submission of the unprotected runner has a fork of its own too", states=("passed", "crashed")),
    script("names beikao may not know", "import importlib\nfor n in ('beikao.grader.compare', 'beikao.grader.trial', 'beikao.grader.verdict', 'beikao.kit.draw'):\n    m = sys.modules.get(n)\n    print(n, bool(m))", unsafe="there is nothing of beikao in the unprotected runner"),
]  # fmt: skip
