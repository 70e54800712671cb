"""The WSGI entry point for a server such as gunicorn."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

# gunicorn's own code for an app that cannot be loaded: it exits instead of restarting the worker.
APP_LOAD_ERROR = 4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cartagena.settings")
try:
    application = get_wsgi_application()
except ImproperlyConfigured as refusal:
    print(f"Cartagena cannot start. {refusal}", file=sys.stderr, flush=True)
    sys.exit(APP_LOAD_ERROR)
