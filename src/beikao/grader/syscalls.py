"""System calls by name: those a submission may make, those looked into, those refused; numbers for x86-64 and aarch64.

Source: Linux, include/uapi/asm-generic/unistd.h and arch/x86/entry/syscalls/syscall_64.tbl. What is in none of the
tables does not exist for a submission (ENOSYS), so libraries fall back as on an older kernel.
"""

from __future__ import annotations

import platform

Table = dict[str, tuple[int, int]]  # name: (x86-64, aarch64); -1 where the architecture has none

ALLOWED: Table = {
    "read": (0, 63), "write": (1, 64), "readv": (19, 65), "writev": (20, 66), "pread64": (17, 67), "pwrite64": (18, 68),
    "preadv": (295, 69), "pwritev": (296, 70), "preadv2": (327, 286), "pwritev2": (328, 287), "open": (2, -1),
    "openat": (257, 56), "openat2": (437, 437), "close": (3, 57), "close_range": (436, 436), "creat": (85, -1),
    "stat": (4, -1), "fstat": (5, 80), "lstat": (6, -1), "newfstatat": (262, 79), "statx": (332, 291), "lseek": (8, 62),
    "mmap": (9, 222), "munmap": (11, 215), "mprotect": (10, 226), "mremap": (25, 216), "madvise": (28, 233),
    "msync": (26, 227), "mincore": (27, 232), "mlock": (149, 228), "munlock": (150, 229), "mlock2": (325, 284),
    "brk": (12, 214), "access": (21, -1), "faccessat": (269, 48), "faccessat2": (439, 439), "pipe": (22, -1),
    "pipe2": (293, 59), "dup": (32, 23), "dup2": (33, -1), "dup3": (292, 24), "fcntl": (72, 25), "ioctl": (16, 29),
    "getdents": (78, -1), "getdents64": (217, 61), "getcwd": (79, 17), "chdir": (80, 49), "fchdir": (81, 50),
    "rename": (82, -1), "renameat": (264, 38), "renameat2": (316, 276), "mkdir": (83, -1), "mkdirat": (258, 34),
    "rmdir": (84, -1), "unlink": (87, -1), "unlinkat": (263, 35), "link": (86, -1), "linkat": (265, 37),
    "symlink": (88, -1), "symlinkat": (266, 36), "readlink": (89, -1), "readlinkat": (267, 78), "chmod": (90, -1),
    "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452), "utime": (132, -1), "utimes": (235, -1),
    "utimensat": (280, 88), "futimesat": (261, -1), "truncate": (76, 45), "ftruncate": (77, 46), "fallocate": (285, 47),
    "fsync": (74, 82), "fdatasync": (75, 83), "sync_file_range": (277, 84), "flock": (73, 32), "statfs": (137, 43),
    "fstatfs": (138, 44), "umask": (95, 166), "fadvise64": (221, 223), "sendfile": (40, 71),
    "copy_file_range": (326, 285), "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139),
    "rt_sigpending": (127, 136), "rt_sigsuspend": (130, 133), "rt_sigtimedwait": (128, 137), "sigaltstack": (131, 132),
    "pause": (34, -1), "restart_syscall": (219, 128), "getpid": (39, 172), "gettid": (186, 178), "getppid": (110, 173),
    "getuid": (102, 174), "geteuid": (107, 175), "getgid": (104, 176), "getegid": (108, 177), "getresuid": (118, 148),
    "getresgid": (120, 150), "getgroups": (115, 158), "getpgrp": (111, -1), "getpgid": (121, 155), "getsid": (124, 156),
    "getrlimit": (97, 163), "getrusage": (98, 165), "sysinfo": (99, 179), "uname": (63, 160), "times": (100, 153),
    "getcpu": (309, 168), "getrandom": (318, 278), "getpriority": (140, 141), "futex": (202, 98),
    "futex_waitv": (449, 449), "set_robust_list": (273, 99), "get_robust_list": (274, 100), "set_tid_address": (218, 96),
    "rseq": (334, 293), "membarrier": (324, 283), "nanosleep": (35, 101), "clock_nanosleep": (230, 115),
    "clock_gettime": (228, 113), "clock_getres": (229, 114), "gettimeofday": (96, 169), "time": (201, -1),
    "setitimer": (38, 103), "getitimer": (36, 102), "alarm": (37, -1), "timer_create": (222, 107),
    "timer_settime": (223, 110), "timer_gettime": (224, 108), "timer_delete": (226, 111), "timer_getoverrun": (225, 109),
    "timerfd_create": (283, 85), "timerfd_settime": (286, 86), "timerfd_gettime": (287, 87), "poll": (7, -1),
    "ppoll": (271, 73), "select": (23, -1), "pselect6": (270, 72), "epoll_create": (213, -1), "epoll_create1": (291, 20),
    "epoll_ctl": (233, 21), "epoll_wait": (232, -1), "epoll_pwait": (281, 22), "epoll_pwait2": (441, 441),
    "eventfd": (284, -1), "eventfd2": (290, 19), "sched_yield": (24, 124), "sched_getaffinity": (204, 123),
    "sched_setaffinity": (203, 122), "sched_getparam": (143, 121), "sched_getscheduler": (145, 120),
    "sched_get_priority_max": (146, 125), "sched_get_priority_min": (147, 126), "get_mempolicy": (239, 236),
    "exit": (60, 93), "exit_group": (231, 94), "arch_prctl": (158, -1), "sendto": (44, 206), "recvfrom": (45, 207),
    "sendmsg": (46, 211), "recvmsg": (47, 212), "shutdown": (48, 210), "getsockopt": (55, 209), "setsockopt": (54, 208),
    "getsockname": (51, 204), "getpeername": (52, 205), "wait4": (61, 260), "waitid": (247, 95), "signalfd": (282, -1),
    "signalfd4": (289, 74), "capget": (125, 90), "map_shadow_stack": (453, 453), "mseal": (462, 462),
}  # fmt: skip
NETWORK: Table = {
    "connect": (42, 203), "bind": (49, 200), "listen": (50, 201), "accept": (43, 202), "accept4": (288, 242),
    "sendmmsg": (307, 269), "recvmmsg": (299, 243),
}  # fmt: skip
LOOKED_INTO: Table = {
    "clone": (56, 220), "clone3": (435, 435), "prlimit64": (302, 261), "prctl": (157, 167), "tgkill": (234, 131),
    "socket": (41, 198), "socketpair": (53, 199),
}  # fmt: skip
PROCESSES: Table = {  # with `fork` by way of `clone`, whose flags are looked into
    "fork": (57, -1), "vfork": (58, -1), "kill": (62, 129), "setsid": (112, 157), "setpgid": (109, 154),
}  # fmt: skip
PROGRAMS: Table = {  # an installed program: it is started, and may use the old interface for asynchronous files
    "execve": (59, 221), "io_setup": (206, 0), "io_destroy": (207, 1), "io_submit": (209, 2), "io_cancel": (210, 3),
    "io_getevents": (208, 4),
}  # fmt: skip
REFUSED: Table = {
    "execveat": (322, 281), "ptrace": (101, 117),
    "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "tkill": (200, 130), "pidfd_open": (434, 434), "pidfd_send_signal": (424, 424), "pidfd_getfd": (438, 438),
    "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240), "process_madvise": (440, 440),
    "process_mrelease": (448, 448), "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41),
    "chroot": (161, 51), "unshare": (272, 97), "setns": (308, 268), "open_tree": (428, 428), "move_mount": (429, 429),
    "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433),
    "mount_setattr": (442, 442), "open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264), "mknod": (133, -1),
    "mknodat": (259, 33), "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427), "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "init_module": (175, 105), "finit_module": (313, 273),
    "delete_module": (176, 106), "reboot": (169, 142), "swapon": (167, 224), "swapoff": (168, 225), "acct": (163, 89),
    "quotactl": (179, 60), "settimeofday": (164, 170), "clock_settime": (227, 112), "adjtimex": (159, 171),
    "clock_adjtime": (305, 266), "sethostname": (170, 161), "setdomainname": (171, 162), "personality": (135, 92),
    "syslog": (103, 116), "fanotify_init": (300, 262), "lookup_dcookie": (212, 18), "iopl": (172, -1),
    "ioperm": (173, -1), "modify_ldt": (154, -1), "setuid": (105, 146), "setgid": (106, 144), "setreuid": (113, 145),
    "setregid": (114, 143), "setresuid": (117, 147), "setresgid": (119, 149), "setgroups": (116, 159),
    "setfsuid": (122, 151), "setfsgid": (123, 152), "capset": (126, 91), "setrlimit": (160, 164),
    "setpriority": (141, 140), "sched_setscheduler": (144, 119), "sched_setattr": (314, 274), "ioprio_set": (251, 30),
    "mbind": (237, 235), "migrate_pages": (256, 238), "move_pages": (279, 239), "set_mempolicy": (238, 237),
    "shmget": (29, 194), "semget": (64, 190), "msgget": (68, 186), "mq_open": (240, 180),
    "vhangup": (153, 58), "landlock_create_ruleset": (444, 444), "landlock_add_rule": (445, 445),
    "landlock_restrict_self": (446, 446), "seccomp": (317, 277), "chown": (92, -1), "fchown": (93, 55),
    "lchown": (94, -1), "fchownat": (260, 54), "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7),
    "inotify_init": (253, -1), "inotify_init1": (294, 26), "fanotify_mark": (301, 263),
    "pkey_mprotect": (329, 288), "remap_file_pages": (216, 234), "vmsplice": (278, 75), "splice": (275, 76),
    "tee": (276, 77),
}  # fmt: skip
COLUMN = {"x86_64": 0, "aarch64": 1}
AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
MACHINE = {"arm64": "aarch64", "amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())


ALL: Table = {**ALLOWED, **NETWORK, **LOOKED_INTO, **PROCESSES, **PROGRAMS, **REFUSED}


def numbers(table: Table, machine: str = MACHINE) -> list[int]:
    """The numbers of a table's calls on a machine. Raises KeyError on an unknown architecture."""
    column = COLUMN[machine]
    return [row[column] for row in table.values() if row[column] >= 0]


def number(name: str, machine: str = MACHINE) -> int:
    """The number of one call, -1 where the machine has none. Raises KeyError on an unknown architecture."""
    return ALL[name][COLUMN[machine]]
