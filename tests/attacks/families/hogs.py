"""Taking all there is: processes, threads, memory, disk, time, output, stack. Bounded, and the next learner is served."""

from __future__ import annotations

from tests.attacks.attack import HUNG, LEFT, Attack

HONEST = "def double(x):\n    return x * 2\n"
MACHINE = "it would take the memory or the processes of the machine that runs the tests"
ITSELF = "it only ends itself; what is judged is that nothing passes"
MEMORY = ("out_of_memory", "crashed", "failed")
SLEEPERS = ("timeout",)

ATTACKS = [
    Attack("a fork bomb", "def double(x):\n    while True:\n        os.fork()", ("failed",), alone=HUNG, unsafe=MACHINE, memory_mib=128),
    Attack("a fork bomb of raw calls", "def double(x):\n    for _ in range(10**5):\n        for n, a in ((56, 17), (57, 0), (58, 0), (435, 0)):\n            libc.syscall(n, a, 0, 0, 0, 0)\n    return x", ("failed",), alone=HUNG, unsafe=MACHINE, memory_mib=128),
    Attack("threads without end", "def double(x):\n    while True:\n        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()", ("failed", "out_of_memory", "timeout"), alone=HUNG, unsafe=MACHINE, memory_mib=128),
    Attack("threads that burn every core", "def spin():\n    while True: np.ones(10000).sum()\nfor _ in range(4): threading.Thread(target=spin, daemon=True).start()\ndef double(x):\n    time.sleep(60)", SLEEPERS, alone=HUNG, seconds=1.0),
    Attack("memory on the heap", "def double(x):\n    kept = []\n    while True:\n        kept.append(bytearray(64 << 20))", MEMORY, alone=HUNG, unsafe=MACHINE, memory_mib=128),
    Attack("memory in small pieces", "def double(x):\n    kept = []\n    while True:\n        kept.append('x' * 1000 + str(len(kept)))", (*MEMORY, "timeout"), alone=HUNG, unsafe=MACHINE, memory_mib=128),
    Attack("memory by torch", "import torch\ndef double(x):\n    kept = []\n    while True:\n        kept.append(torch.ones(16 << 20))", MEMORY, alone=HUNG, unsafe=MACHINE, memory_mib=128),
    Attack("memory by numpy", "def double(x):\n    return np.ones((1 << 20, 1 << 14))", MEMORY, alone=HUNG, unsafe=MACHINE, memory_mib=128),
    Attack("memory by mmap", "def double(x):\n    kept = []\n    while True:\n        m = mmap.mmap(-1, 64 << 20); m.write(b'x' * (64 << 20)); kept.append(m)", MEMORY, alone=HUNG, unsafe=MACHINE, memory_mib=128),
    Attack("memory shared, in a file without a name", "def double(x):\n    kept = []\n    while True:\n        fd = os.memfd_create('x'); kept.append(fd); os.write(fd, bytes(64 << 20))", ("failed",), alone=HUNG, unsafe=MACHINE, memory_mib=128),
    Attack("memory in the stack of threads", "threading.stack_size(512 << 20)\ndef double(x):\n    for _ in range(100):\n        threading.Thread(target=time.sleep, args=(9,), daemon=True).start()\n    return x", ("failed", "out_of_memory", "crashed"), alone=HUNG, unsafe=MACHINE, memory_mib=128),
    Attack("memory in pipes and sockets", "def double(x):\n    kept = []\n    for _ in range(1000):\n        a, b = socket.socketpair(); a.setblocking(False); kept += [a, b]\n        try:\n            while True: a.send(bytes(1 << 16))\n        except BlockingIOError: pass\n    return x", ("failed",), alone=HUNG, unsafe=MACHINE, memory_mib=128),
    Attack("a list that doubles", "def double(x):\n    a = [0]\n    while True: a += a", MEMORY, alone=HUNG, unsafe=MACHINE, memory_mib=128),
    Attack("an int that squares", "def double(x):\n    n = 3\n    while True: n *= n", ("timeout", *MEMORY), alone=HUNG, seconds=1.0),
    Attack("a full disk", "def double(x):\n    with open(MARK, 'wb') as f:\n        while True: f.write(bytes(8 << 20))", ("failed", "crashed"), alone=HUNG, unsafe="it would fill the disk"),
    Attack("a sparse file", "def double(x):\n    with open('/tmp/' + MARK, 'wb') as f:\n        f.truncate(1 << 40)\n    return x", ("failed",), alone=LEFT),
    Attack("files by the ten thousand", "def double(x):\n    for i in range(10**6): open(f'{i}', 'w').close()", ("failed",), alone=HUNG, unsafe="it would take the inodes of the disk"),
    Attack("folders within folders", "def double(x):\n    while True:\n        os.mkdir('d'); os.chdir('d')", ("failed",), alone=HUNG, unsafe="what it leaves cannot be deleted by ordinary means"),
    Attack("a loop in Python", "def double(x):\n    while True: pass", SLEEPERS, alone=HUNG, seconds=0.6),
    Attack("a loop at import", "while True: pass", SLEEPERS, alone=HUNG, seconds=0.6),
    Attack("a loop in C", "import re\ndef double(x):\n    re.match('(a*)*b', 'a' * 60)", SLEEPERS, alone=HUNG, seconds=0.6),
    Attack("a loop in machine code", "m = mmap.mmap(-1, 4096, prot=7)\nm.write(b'\\xeb\\xfe')\ndef double(x):\n    ctypes.CFUNCTYPE(None)(ctypes.addressof(ctypes.c_char.from_buffer(m)))()", SLEEPERS, alone=HUNG, seconds=0.6),
    Attack("a loop that holds the lock", "def double(x):\n    return sum(iter(int, 1))", SLEEPERS, alone=HUNG, seconds=0.6),
    Attack("sleep", "def double(x):\n    time.sleep(600)", SLEEPERS, alone=HUNG, seconds=0.6),
    Attack("every signal ignored", "for s in range(1, 65):\n    try: signal.signal(s, signal.SIG_IGN)\n    except (OSError, ValueError): pass\ndef double(x):\n    while True:\n        try: time.sleep(600)\n        except BaseException: pass", SLEEPERS, alone=HUNG, seconds=0.6),
    Attack("every signal blocked", "signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\ndef double(x):\n    while True: time.sleep(1)", SLEEPERS, alone=HUNG, seconds=0.6),
    Attack("an alarm every millisecond", "signal.signal(signal.SIGALRM, lambda *a: None)\nsignal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)\ndef double(x):\n    while True: pass", SLEEPERS, alone=HUNG, seconds=0.6),
    Attack("output without end", "def double(x):\n    while True: print('x' * 10000)", SLEEPERS, alone=HUNG, seconds=0.6),
    Attack("output by threads, while nothing is asked", "def flood():\n    while True: os.write(1, b'x' * 65536)\nfor _ in range(4): threading.Thread(target=flood, daemon=True).start()\ndef double(x):\n    return x", ("failed", "timeout"), alone=HUNG, unsafe="its answer is wrong and said to be so; what counts is that the judge goes on", seconds=1.5),
    Attack("output of one endless line to stderr", "def double(x):\n    while True: sys.stderr.write('x' * 100000)", SLEEPERS, alone=HUNG, seconds=0.6),
    Attack("a hundred thousand warnings", "import warnings\ndef double(x):\n    while True: warnings.warn(str(time.time()), stacklevel=1)", SLEEPERS, alone=HUNG, seconds=0.6),
    Attack("recursion in Python", "sys.setrecursionlimit(10**9)\ndef double(x):\n    return double(x)", seconds=1.5, states=("failed", "crashed", "out_of_memory", "timeout"), alone=HUNG, unsafe=ITSELF),
    Attack("recursion in C", "def double(x):\n    y = None\n    for _ in range(10**6): y = (y,)\n    del y\n    return eval('-' * 10**6 + '1')", ("failed", "crashed", "out_of_memory"), alone=HUNG, unsafe=ITSELF),
    Attack("source that breaks the parser", "exec('(' * 10**5)\n" + HONEST, ("crashed",), alone=HUNG, unsafe=ITSELF),
    Attack("descriptors without end", "def double(x):\n    kept = []\n    while True: kept.append(os.open('/dev/null' if os.path.exists('/dev/null') else '.', 0))", ("failed",), alone=HUNG, unsafe=ITSELF),
    Attack("timers without end", "def double(x):\n    for _ in range(10**6):\n        if libc.timer_create(1, None, ctypes.byref(ctypes.c_void_p())): raise OSError\n    return x", ("failed", "timeout"), alone=HUNG, unsafe="it would take the kernel's memory", seconds=1.0),
    Attack("locked memory", "def double(x):\n    if libc.mlockall(7): raise OSError\n    return x", ("failed",), alone=HUNG, unsafe="it would pin the memory of the machine"),
    Attack("a child left behind", "if os.fork() == 0:\n    os.setsid()\n    open('/tmp/' + MARK, 'w').close()\n    os._exit(0)\nos.wait()\n" + HONEST, ("failed", "crashed"), alone=LEFT),
]  # fmt: skip
