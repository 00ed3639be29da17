"""Live rooms over Socket.IO: who may watch what, and publishing after each commit."""
