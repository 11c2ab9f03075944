"""What the launchers of both servers share: a server on a tether that its parent holds.

The parent writes to standard input how many milliseconds the server's clock shall jump ahead, and
reads a byte from file descriptor 3 once it has: so a test sees what a day brings without waiting.
The operating system closes standard input with the parent, however the parent ended: a test run
that was killed leaves no server behind.

To be imported before anything else, since others keep the clock that they found.
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


def _obey() -> None:
    global _ahead
    for milliseconds in sys.stdin:
        _ahead += int(milliseconds) / 1000
        os.write(3, b".")
    os.kill(os.getpid(), signal.SIGTERM)


time.time = _time
threading.Thread(target=_obey, daemon=True).start()
