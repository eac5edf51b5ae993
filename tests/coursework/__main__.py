"""Try every answer many times: ``python -m tests.coursework [--repeat N] [assignment ...]``."""

import argparse
import sys

from tests.coursework import UNTOUCHED, Desk, answers, assignments, exercises, read


def main():
    """Print what went otherwise than it should; returns how often that was."""
    parser = argparse.ArgumentParser(prog="python -m tests.coursework")
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("assignments", nargs="*", default=assignments())
    arguments = parser.parse_args()
    n_tried = n_surprises = 0
    for assignment in arguments.assignments:
        known = answers(assignment)
        with Desk(assignment) as desk:
            for exercise, most in exercises(read(assignment)).items():
                right = [
                    known.SOLUTIONS[exercise],
                    *getattr(known, "ALSO_RIGHT", {}).get(exercise, []),
                ]
                tried = [(most, "right", code) for code in right]
                tried += [(0, "untouched", UNTOUCHED), *known.WRONG[exercise]]
                for expected, words, code in tried:
                    for _ in range(arguments.repeat):
                        points, sentence = desk.answer(exercise, code)
                        n_tried += 1
                        if points != expected:
                            n_surprises += 1
                            print(f"{assignment} {exercise}, {words}: {points:g} for {expected:g}")
                            print(f"    {sentence}", flush=True)
        print(f"{assignment}: {n_tried} tried so far, {n_surprises} surprises", flush=True)
    return n_surprises


if __name__ == "__main__":
    sys.exit(main() > 0)
