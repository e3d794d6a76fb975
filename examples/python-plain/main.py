"""An agent with nothing but Python's standard library: release and prompt come from Signalbox, and so go the spans.

SIGNALBOX_URL, SIGNALBOX_KEY and SIGNALBOX_AGENT say where; OPENAI_BASE_URL and OPENAI_API_KEY which model provider.
"""
import json
import os
import sys
import urllib.request

import signalbox

client = signalbox.connect()
question = sys.argv[1] if len(sys.argv) > 1 else "Where is my order?"
tools = [{"type": "function", "function": {"name": "look_up_order", "parameters": {"type": "object", "properties": {}}}}]


def ask_model(run, messages):
    model = run.release.manifest["model"]
    body = {"model": model["name"], "messages": messages, "tools": tools}
    headers = {"content-type": "application/json", "authorization": "Bearer " + os.environ["OPENAI_API_KEY"]}
    with run.model(model["name"], provider=model["provider"]) as call:
        request = urllib.request.Request(os.environ["OPENAI_BASE_URL"] + "/chat/completions", json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            said = json.load(answer)
        choice, usage = said["choices"][0], said["usage"]
        call.usage(input=usage["prompt_tokens"], output=usage["completion_tokens"])
        call.response(id=said["id"], model=said["model"], finish_reason=choice["finish_reason"])
        return choice["message"]


def look_up_order():
    return "shipped yesterday"


with client.run(conversation="example-python", user="ada") as run:
    system = run.prompt("system", {"name": "customers of Acme"}).text
    messages = [{"role": "system", "content": system}, {"role": "user", "content": question}]
    said = ask_model(run, messages)
    while said.get("tool_calls"):
        messages.append(said)
        for wanted in said["tool_calls"]:
            with run.tool(wanted["function"]["name"]):
                messages.append({"role": "tool", "tool_call_id": wanted["id"], "content": look_up_order()})
        said = ask_model(run, messages)
    run.outcome("completed")

print(said["content"])
client.close()
