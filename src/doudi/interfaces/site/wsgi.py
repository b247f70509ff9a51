"""The WSGI application that the server loads."""

import os

from django.core.wsgi import get_wsgi_application

from doudi.interfaces.site.demonstration_day import live_on_its_day

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "doudi.interfaces.site.settings")
live_on_its_day()
application = get_wsgi_application()
