"""Runs Sydent with the configuration in the file that its first argument names.

Text messages go to the URL of the second argument and not to the provider, whose address is a
constant in Sydent.
"""

import tether  # the first, and only for what it does

import json
import sys

import sydent.sms.openmarket
from sydent.config import SydentConfig
from sydent.sydent import Sydent, setup_logging

config_file, sydent.sms.openmarket.API_BASE_URL = sys.argv[1:]

config = SydentConfig()
with open(config_file, encoding="utf-8") as file:
    config.parse_config_dict(json.load(file))
setup_logging(config)
Sydent(config).run()
