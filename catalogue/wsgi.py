"""The WSGI door: any WSGI server serves `catalogue.wsgi:application`, behind a proxy that buffers what is slow."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "catalogue.settings")
application = get_wsgi_application()
