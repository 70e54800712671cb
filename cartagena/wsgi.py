"""The WSGI entry point for a server such as gunicorn."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from cartagena.request_limits import bound_requests

# gunicorn's own code for an app that cannot be loaded: it exits instead of restarting the worker.
APP_LOAD_ERROR = 4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cartagena.settings")
try:
    application = get_wsgi_application()
    bound_requests(settings.DATABASES["default"])
except ImproperlyConfigured as refusal:
    print(f"Cartagena cannot start. {refusal}", file=sys.stderr, flush=True)
    sys.exit(APP_LOAD_ERROR)
