"""``python -m helpers.course [FOLDER]`` opens a working copy of the course."""

from helpers.course import main

main()
