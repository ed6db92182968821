"""The settings of the measurement: those of the tests, with templates and files served as production serves them."""

import os
from pathlib import Path

from iwaki_sm.settings import parts
from iwaki_sm.settings.test import *

ROOT_URLCONF = "bench.urls"
WSGI_APPLICATION = "bench.wsgi.application"
WHITENOISE_AUTOREFRESH = False
if path := os.environ.get("BENCH_SQLITE"):
    DATABASES = {"default": parts.sqlite(Path(path))}
