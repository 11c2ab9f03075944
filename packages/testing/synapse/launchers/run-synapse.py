"""Runs Synapse with the configuration that its arguments name."""

import tether  # the first, and only for what it does

from synapse.app.homeserver import main

main()
