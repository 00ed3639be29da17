"""Where this API's operations are declared."""

from ..endpoint import Registry

endpoint = Registry()
