"""Runs Synapse for as long as its parent holds the other end of standard input.

The operating system closes that end with the parent, however the parent ended: a test run that was
killed leaves no homeserver behind.
"""

import os
import signal
import threading

from synapse.app.homeserver import main


def end_with_parent() -> None:
    os.read(0, 1)
    os.kill(os.getpid(), signal.SIGTERM)


threading.Thread(target=end_with_parent, daemon=True).start()
main()
