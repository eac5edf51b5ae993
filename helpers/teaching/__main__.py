"""``python -m helpers.teaching`` grades a course, or makes a synthetic class."""

from helpers.teaching import main

main()
