"""The status of the last of a few requests."""

from beikao.kit import Draw, Question, choice


def make(draw: Draw) -> Question:
    acts = [(draw.choice(["PUT", "PUT", "GET", "DELETE"]), draw.choice("ab")) for _ in range(draw.integer(3, 5))]
    there: set[str] = set()
    status = ""
    for verb, key in acts:
        status = {"PUT": "no-content", "GET": "ok", "DELETE": "no-content"}[verb] if key in there else "not-found"
        if verb == "PUT":
            status = "no-content" if key in there else "created"
            there.add(key)
        elif verb == "DELETE":
            there.discard(key)
    verb = acts[-1][0]
    wrong = {}
    if verb == "PUT" and status == "no-content":
        wrong = {"tiny-http/put-always-creates": "created"}
    elif verb == "GET" and status == "not-found":
        wrong = {"tiny-http/missing-is-empty": "ok"}
    lines = [f"    {v} /{k}" for v, k in acts]
    return Question(show={"log": "\n".join(lines)}, truth=choice(status), wrong=wrong)


def second_way(show) -> str:
    """Backwards: the last PUT or DELETE of the same key before the end decides."""
    acts = [line.split() for line in show["log"].splitlines()]
    verb, key = acts[-1]
    earlier = [v for v, k in acts[:-1] if k == key and v != "GET"]
    there = bool(earlier) and earlier[-1] == "PUT"
    if verb == "PUT":
        return "no-content" if there else "created"
    if not there:
        return "not-found"
    return "ok" if verb == "GET" else "no-content"
