"""Writes the service model that botocore ships, in the words of the emulator's rules.

{operation: {"method", "path", "status", "input", "output", "errors": {name: status}}}, for the operations that are
named as arguments, or else a list of the names of all operations.
"""

import json
import sys

from botocore.loaders import Loader

MODEL = Loader().load_service_model("ivs-realtime", "service-2")
CONSTRAINTS = ("type", "min", "max", "pattern", "enum", "required")


def rule(name):
    shape = MODEL["shapes"][name]
    known = {key: shape[key] for key in CONSTRAINTS if key in shape}
    for part in ("member", "key", "value"):
        if part in shape:
            known[part] = rule(shape[part]["shape"])
    if "members" in shape:
        known["members"] = {key: rule(member["shape"]) for key, member in shape["members"].items()}
    return known


def operation(spec):
    return {
        "method": spec["http"]["method"],
        "path": spec["http"]["requestUri"],
        "status": spec["http"].get("responseCode", 200),
        "input": rule(spec["input"]["shape"]),
        "output": rule(spec["output"]["shape"]),
        "errors": {error["shape"]: MODEL["shapes"][error["shape"]]["error"]["httpStatusCode"] for error in spec["errors"]},
    }


names = sys.argv[1:]
json.dump({name: operation(MODEL["operations"][name]) for name in names} or list(MODEL["operations"]), sys.stdout)
