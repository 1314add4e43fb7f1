# What parsers that are none of ours make of our results: KTAP on stdin read by the kernel's own
# tools/testing/kunit, whose folder is the argument, or, without one, JUnit by Python's XML.
import json
import sys
import xml.etree.ElementTree as tree


def read_ktap(folder):
    sys.path.insert(0, folder)
    import kunit_parser

    class Mute:
        def __getattr__(self, name):
            return lambda text="", *rest: text

        def color_len(self):
            return 0

    printer = Mute()
    kunit_parser.stdout = printer
    lines = [line for line in sys.stdin]
    try:
        test = kunit_parser.parse_run_tests(lines, printer)
    except TypeError:  # before Linux 6.13 it prints by itself
        test = kunit_parser.parse_run_tests(lines)
    return {
        "errors": test.counts.errors,
        "crashed": test.counts.crashed,
        "tests": [
            [group.name, one.name, one.status.name]
            for group in test.subtests
            for one in group.subtests
        ],
    }


def read_junit():
    root = tree.fromstring(sys.stdin.read())

    def status(case):
        if case.find("failure") is not None:
            return "FAILURE"
        return "SKIPPED" if case.find("skipped") is not None else "SUCCESS"

    return {
        "errors": 0,
        "crashed": 0,
        "tests": [
            [suite.get("name"), case.get("name"), status(case)]
            for suite in root.findall("testsuite")
            for case in suite.findall("testcase")
        ],
    }


answer = read_ktap(sys.argv[1]) if len(sys.argv) > 1 else read_junit()
json.dump(answer, sys.stdout)
