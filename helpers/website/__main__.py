"""``python -m helpers.website`` serves by hand until Ctrl-C."""

from helpers.website import main

main()
