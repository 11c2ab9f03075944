"""Runs Sydent with the configuration file that its first argument names.

Sends text messages to the URL in the second argument. Without this patch Sydent sends them to its
provider, whose URL is a constant in Sydent.
"""

import process_control  # must be the first import; has side effects only

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
