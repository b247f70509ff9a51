"""When a job that broke is tried again."""

from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy

# A database that went away comes back, whenever that is: a job that gave up before would stand as under way for ever.
# What else breaks would break again.
WITH_THE_DATABASE = RetryStrategy(wait=3, retry_exceptions={OperationalError, InterfaceError})
