"""Runs Synapse with the configuration files that its arguments name."""

import process_control  # must be the first import; has side effects only

from synapse.app.homeserver import main

main()
