"""The kiosk: the touch page citizens take their number from, and the agent on its machine.

The agent serves the page on loopback, asks the server for tickets, and draws and prints them.
"""
