"""Runs TensorBoard on a log directory and asks it what tests want to know.

usage: tensorboard_session.py LOGDIR true|false        (the value of --load_fast)

Each line of standard input is the path of a request, such as /data/runs; for each there is one line of output, a JSON
object with "status" and "body" (JSON if it is JSON, else a text). It ends with its input, or when a request takes more
than a minute.
"""

import json
import os
import signal
import sys
import urllib.error
import urllib.request

from tensorboard import program


def answer(url):
    try:
        with urllib.request.urlopen(url) as response:
            status, body = response.status, response.read()
    except urllib.error.HTTPError as error:
        status, body = error.code, error.read()
    text = body.decode("utf-8", errors="replace")
    try:
        return {"status": status, "body": json.loads(text)}
    except json.JSONDecodeError:
        return {"status": status, "body": text}


def main(logdir, load_fast):
    signal.alarm(60)
    server = program.TensorBoard()
    server.configure(
        argv=["tensorboard", "--logdir", logdir, "--load_fast", load_fast, "--reload_interval", "1",
              "--host", "127.0.0.1", "--port", "0"]
    )
    address = server.launch().rstrip("/")
    for line in sys.stdin:
        signal.alarm(60)
        print(json.dumps(answer(address + line.strip())), flush=True)
    # The server's threads would keep the process alive.
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
