"""The bundled newswire, the servers that publish it and take its alerts, and the player behind `make demo`."""
