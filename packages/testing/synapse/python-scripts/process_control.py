"""Lets the parent process control the server: move its clock, and end it.

The parent writes a number of milliseconds to standard input. The server's clock jumps ahead by that
time, and file descriptor 3 gets one byte as acknowledgement. A test sees what happens after a day
without waiting.

When the parent ends, even if it was killed, the operating system closes standard input. The server
then ends too, so a killed test run leaves no server behind.

Import this module before all others, because they keep a reference to the original `time.time`.
"""

import os
import signal
import sys
import threading
import time

_system_time = time.time
_ahead = 0.0


def _time() -> float:
    return _system_time() + _ahead


def _read_commands() -> None:
    global _ahead
    for milliseconds in sys.stdin:
        _ahead += int(milliseconds) / 1000
        os.write(3, b".")
    os.kill(os.getpid(), signal.SIGTERM)


time.time = _time
threading.Thread(target=_read_commands, daemon=True).start()
