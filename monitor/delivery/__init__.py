"""The channels by name. A channel is a module with `Options` and `send(message, options, context)`; nothing else knows it."""

from monitor.delivery import files

CHANNELS = {"files": files}
