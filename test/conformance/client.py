"""Sends requests with botocore and says what came back.

Reads {"endpoint", "region", "requests": [{"operation", "input", "region"?, "credentials"?}]} from stdin and
writes one {"status", "error", "body"} for each request to stdout. Parameters aren't validated on this side, so
that bad input reaches the service.
"""

import json
import sys
from functools import cache

from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.session import Session


@cache
def client(endpoint, region, credentials):
    return Session().create_client(
        "ivs-realtime",
        region_name=region,
        endpoint_url=endpoint,
        config=Config(parameter_validation=False, retries={"total_max_attempts": 1 if endpoint else 5}),
        **dict(credentials),
    )


def send(job, request):
    region = request.get("region", job["region"])
    service = client(job["endpoint"], region, tuple(request.get("credentials", {}).items()))
    try:
        body = getattr(service, xform_name(request["operation"]))(**request["input"])
    except ClientError as failure:
        body = failure.response
    status = body.pop("ResponseMetadata")["HTTPStatusCode"]
    return {"status": status, "error": body.pop("Error", {}).get("Code"), "body": body}


job = json.load(sys.stdin)
results = [send(job, request) for request in job["requests"]]
json.dump(results, sys.stdout, default=lambda time: time.isoformat())
