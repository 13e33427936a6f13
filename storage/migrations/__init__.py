"""The tables' history; run by `storage.migrate`, from a checkout or an installed wheel alike."""
