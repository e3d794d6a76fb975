"""python3 -m unittest test_signalbox: by itself; the contract with a running server comes with test/conformance/python-client.test.ts."""
import contextlib
import datetime
import http.server
import json
import math
import os
import sys
import tempfile
import threading
import time
import types
import unittest
import urllib.request

import signalbox
from signalbox import SignalboxError

HERE = os.path.dirname(os.path.abspath(__file__))
FIXTURES = os.path.join(HERE, "..", "..", "test", "fixtures")


def fixture(name):
    with open(os.path.join(FIXTURES, name), encoding="utf-8") as file:
        return json.load(file)


def delivery(seq=5, deployment=1, version="1.0.0", **more):
    prompts = [{"slot": "system", "prompt": "p/system", "version": 3, "digest": "d", "content": {"body": "Hi {{ name }}."}}]
    return {
        **{"seq": seq, "stale": False, "agent": {"id": "agt_1", "slug": "a"}, "environment": "production"},
        **{"deployment": deployment, "assignment": {"variant": "stable", "reason": "STATIC", "unit": None}},
        "release": {"id": "rel_1", "version": version, "digest": version[0] * 64, "manifest": {}},
        **{"prompts": prompts, "tools": ["lookup"], "settings": {"tone": "kind"}, **more},
    }


class Network:
    """What a client meets: answers by path, which a test sets, and what was asked. Stands for the network, not for the server."""

    def __init__(self):
        self.delivery, self.status, self.asked, self.beats = delivery(), 200, [], 0
        self.lock = threading.Lock()
        network = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def answer(self):
                length = int(self.headers.get("content-length") or 0)
                body = json.loads(self.rfile.read(length)) if length else None
                with network.lock:
                    network.asked.append((self.command, self.path, body, dict(self.headers)))
                    status, said = network.status, network.said(self.path, self.headers)
                if status != 200:
                    said = {"code": "x.refused", "detail": "No."}
                elif said is None:
                    time.sleep(0.05)
                    status = 304
                text = b"" if status == 304 else json.dumps(said).encode()
                self.send_response(202 if status == 200 and self.command == "POST" else status)
                self.send_header("content-length", str(len(text)))
                self.send_header("x-signalbox-seq", str(network.delivery["seq"]))
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = do_PUT = answer

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = "http://127.0.0.1:%d" % self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def said(self, path, headers):
        if "/instances/" in path:
            self.beats += 1
            return {"seq": 5, "lease": {"seconds": 30, "until": ""}, "authority": "full", "release": None}
        if "/delivery/" in path:
            return None if headers.get("if-none-match") == signalbox._etag(self.delivery) else self.delivery
        return {"accepted": 1, "refused": []}

    def posted(self, path):
        with self.lock:
            return [body for method, at, body, _ in self.asked if method == "POST" and at == path]

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class WithNetwork(unittest.TestCase):
    def setUp(self):
        self.network, self.errors, self.open = Network(), [], []

    def tearDown(self):
        for client in self.open:
            client.close(0.2)
        self.network.close()

    def client(self, **more):
        options = {"url": self.network.url, "key": "sbx_1_2", "agent": "a", "heartbeat": False, "on_error": self.errors.append}
        client = signalbox.connect(**{**options, **more})
        self.open.append(client)
        return client

    def until(self, holds, seconds=5.0):
        end = time.monotonic() + seconds
        while not holds():
            self.assertLess(time.monotonic(), end, "it did not come to that")
            time.sleep(0.01)

    def spans(self, client):
        self.assertTrue(client.flush(5))
        made = [one for body in self.network.posted("/v1/traces") for one in body["resourceSpans"][0]["scopeSpans"][0]["spans"]]
        return {one["name"]: one for one in made}


def said(span):
    return {one["key"]: next(iter(one["value"].values())) for one in span["attributes"]}


class Templates(unittest.TestCase):
    def test_all_come_out_as_on_the_server(self):
        subset = fixture("liquid-subset.json")
        self.assertGreater(len(subset["cases"]), 900)
        for template, wanted in subset["cases"]:
            with self.subTest(template):
                try:
                    made = signalbox.render(template, subset["values"], subset["texts"])
                except signalbox._TemplateProblem:
                    made = None
                self.assertEqual(made, wanted)

    def test_what_is_not_known_is_refused_in_words(self):
        for template, why in [
            ("{{ gone }}", "undefined variable: gone"),
            ("{{ name | date }}", 'the filter "date" is not known'),
            ("{% include 'x' %}", 'the tag "include" is not known'),
            ("{{ name", "is not closed"),
            ("{% if name %}", "endif is missing"),
            ("{% raw %}x", "raw is not closed"),
            ("{{ name name }}", "is not understood here"),
            ("{{ name | append }}", "cannot be used so"),
            ("{% if name %}" * 60 + "{% endif %}" * 60, "nested too deeply"),
            ("{% for i in (1..1000000000) %}x{% endfor %}", "a range of more than"),
            ("{% for i in (1..2000) %}{% for j in (1..2000) %}x{% endfor %}{% endfor %}", "it "),
            ('{% prompt "gone@1" %}', "gone@1 did not come with the release"),
        ]:
            with self.subTest(template), self.assertRaisesRegex(signalbox._TemplateProblem, why):
                signalbox.render(template, {"name": "Ada"})
        with self.assertRaisesRegex(signalbox._TemplateProblem, "refers to itself"):
            signalbox.render('{% prompt "a@1" %}', {}, {"a@1": '{% prompt "a@1" %}'})

    def test_values_are_never_templates_and_nothing_of_python_is_reached(self):
        self.assertEqual(signalbox.render("{{ x }}", {"x": "{{ name }}{% raw %}"}), "{{ name }}{% raw %}")
        for template in ("{{ x.__class__ }}", "{{ x.append }}", "{{ x['__len__'] }}"):
            for value in ([], {}, "text", 7):
                with self.subTest(template, value=value), self.assertRaises(signalbox._TemplateProblem):
                    signalbox.render(template, {"x": value})

    def test_numbers_are_written_as_javascript_does(self):
        for value, text in [(7, "7"), (7.0, "7"), (2.5, "2.5"), (1e21, "1e+21"), (1.5e-7, "1.5e-7"), (0.1 + 0.2, "0.30000000000000004"),
                            (-0.0, "0"), (123456789012345680000.0, "123456789012345680000"), (0.000001, "0.000001"), (math.inf, "Infinity")]:
            self.assertEqual(signalbox.render("{{ x }}", {"x": value}), text)


class Variables(unittest.TestCase):
    schema = {
        "type": "object",
        "required": ["name"],
        "additionalProperties": False,
        "properties": {
            "name": {"type": "string", "minLength": 2},
            "count": {"type": "integer", "minimum": 1, "default": 3},
            "tags": {"type": "array", "items": {"enum": ["a", 1, None]}, "maxItems": 2},
            "either": {"oneOf": [{"type": "string"}, {"const": {"x": 1}}]},
        },
    }

    def test_defaults_are_filled_in_and_what_is_left_out_is_null(self):
        self.assertEqual(signalbox._fitted(self.schema, {"name": "Ada"}), {"name": "Ada", "count": 3, "tags": None, "either": None})

    def test_what_does_not_fit_is_said_with_its_place(self):
        for values, why in [
            ({}, "variables.name is missing"),
            ({"name": 7}, "variables.name must be string"),
            ({"name": "A"}, "variables.name must have at least 2 characters"),
            ({"name": "Ada", "count": 1.5}, "variables.count must be integer"),
            ({"name": "Ada", "count": True}, "variables.count must be integer"),
            ({"name": "Ada", "count": 0}, "variables.count must be at least 1"),
            ({"name": "Ada", "tags": ["a", True]}, "variables.tags.1 must be one of"),
            ({"name": "Ada", "tags": ["a", "a", "a"]}, "variables.tags must have at most 2 items"),
            ({"name": "Ada", "either": {"x": 2}}, "variables.either must fit exactly one"),
            ({"name": "Ada", "more": 1}, "variables.more must not be given"),
        ]:
            with self.subTest(values), self.assertRaisesRegex(SignalboxError, why):
                signalbox._fitted(self.schema, values)
        self.assertEqual(signalbox._fitted(self.schema, {"name": "Ada", "count": 2.0, "either": {"x": 1}})["count"], 2.0)

    def test_a_chat_takes_messages_for_its_placeholder(self):
        body = [{"role": "system", "content": "For {{ who }}"}, {"placeholder": "history"}, {"role": "user", "content": "Why?"}]
        prompts = [{"slot": "chat", "prompt": "p", "version": 1, "content": {"body": body}}]
        release = signalbox.Release(delivery(prompts=prompts), "server")
        history = [{"role": "user", "content": "{{ not filled }}", "more": 1}]
        prompt = release.prompt("chat", {"who": "Ada", "history": history})
        self.assertEqual(prompt.messages, [{"role": "system", "content": "For Ada"}, {"role": "user", "content": "{{ not filled }}"},
                                           {"role": "user", "content": "Why?"}])
        self.assertEqual(prompt.text, "For Ada\n\n{{ not filled }}\n\nWhy?")
        for wrong in ("x", [None], [{"role": "user"}]):
            with self.assertRaisesRegex(SignalboxError, "variables.history must be a list"):
                release.prompt("chat", {"who": "Ada", "history": wrong})


class Which(WithNetwork):
    def test_what_is_served_comes_with_its_prompts_tools_and_settings(self):
        release = self.client().release()
        self.assertEqual((release.version, release.source, release.seq, release.tools, release.settings),
                         ("1.0.0", "server", 5, ["lookup"], {"tone": "kind"}))
        self.assertEqual(release.prompt("system", {"name": "Ada"}).text, "Hi Ada.")
        self.assertEqual(release.prompt("p/system", {"name": "Bo"}).version, 3)

    def test_nothing_older_is_ever_taken(self):
        told = []
        client = self.client(on_release=lambda release: told.append(release.version))
        self.assertEqual(client.release().version, "1.0.0")
        self.network.delivery = delivery(seq=9, deployment=2, version="2.0.0")
        self.until(lambda: client.release().version == "2.0.0")
        self.network.delivery = delivery(seq=7, deployment=3, version="3.0.0")
        asked = len(self.network.asked)
        self.until(lambda: len(self.network.asked) > asked + 3)
        self.assertEqual(client.release().version, "2.0.0")
        self.network.delivery = delivery(seq=10, deployment=3, version="3.0.0")
        self.until(lambda: client.release().version == "3.0.0")
        self.assertEqual(told, ["1.0.0", "2.0.0", "3.0.0"])

    def test_a_server_that_goes_away_or_refuses_leaves_what_was_said(self):
        client = self.client()
        client.release()
        for status in (503, 403):
            self.network.status = status
            self.until(lambda: self.errors or status == 503)
            self.assertEqual(client.release().version, "1.0.0")

    def test_without_a_server_the_disk_answers_then_the_fallback_then_an_error(self):
        with tempfile.TemporaryDirectory() as folder:
            self.client(cache_dir=folder).release()
            self.until(lambda: os.listdir(folder))
            (file,) = os.listdir(folder)
            self.assertEqual(os.stat(os.path.join(folder, file)).st_mode & 0o777, 0o600)
            self.network.status = 503
            kept = self.client(cache_dir=folder).release()
            self.assertEqual((kept.version, kept.source), ("1.0.0", "disk"))
            self.network.status, self.network.delivery = 200, delivery(seq=3, version="0.9.0")
            behind = self.client(cache_dir=folder)
            self.until(lambda: len(self.network.asked) > 6)
            self.assertEqual(behind.release().version, "1.0.0")
            self.network.status = 503
            for other in ({"environment": "staging"}, {"key": "sbx_3_4"}, {"agent": "b"}):
                with self.assertRaises(SignalboxError) as raised:
                    self.client(cache_dir=folder, timeout=0.3, **other).release()
                self.assertEqual(raised.exception.code, "unavailable")
            with open(os.path.join(folder, file), "w", encoding="utf-8") as written:
                written.write('{"format": 1')
            fallback = {"version": "0.0.1", "prompts": [{"slot": "system", "body": "Hello {{ name }}."}]}
            own = self.client(cache_dir=folder, fallback=fallback).release()
            self.assertEqual((own.source, own.digest, own.prompt("system", {"name": "Ada"}).text), ("fallback", None, "Hello Ada."))

    def test_a_refusal_is_not_answered_from_the_disk(self):
        with tempfile.TemporaryDirectory() as folder:
            self.client(cache_dir=folder).release()
            self.until(lambda: os.listdir(folder))
            self.network.status = 403
            with self.assertRaises(SignalboxError) as raised:
                self.client(cache_dir=folder).release()
            self.assertEqual((raised.exception.code, raised.exception.status), ("refused", 403))

    def test_subjects_are_asked_for_once_and_say_since_when_the_conversation_is_known(self):
        client = self.client()
        client.release()
        self.until(lambda: client._is_up)
        for _ in range(5):
            client.release(user="u", conversation="c/1")
        began = datetime.datetime(2026, 11, 22, tzinfo=datetime.timezone.utc)
        client.release(conversation="c/2", since=began)
        asked = [path for _, path, _, _ in self.network.asked if "conversation=" in path]
        self.assertEqual(len(asked), 2)
        self.assertIn("user=u&conversation=c%2F1&since=20", asked[0])
        self.assertIn("since=2026-11-22T00%3A00%3A00%2B00%3A00", asked[1])

    def test_what_is_missing_is_said(self):
        with self.assertRaisesRegex(SignalboxError, "Give key, or set SIGNALBOX_KEY"):
            signalbox.connect(url="http://x", agent="a")
        with self.assertRaisesRegex(SignalboxError, "is no http or https address"):
            signalbox.connect(url="file:///etc", key="k", agent="a")
        client = self.client()
        client.close()
        with self.assertRaisesRegex(SignalboxError, "was closed"):
            client.release()


class Runs(WithNetwork):
    def test_every_span_says_what_was_run_and_for_whom(self):
        client = self.client()
        with client.run(user="u", conversation="c", attributes={"order": 7}) as run:
            run.prompt("system", {"name": "Ada"})
            with run.model("m-1", provider="openai") as call:
                call.usage(input=12, output=3)
                call.response(model="m-1-x", finish_reason="stop")
                call.content([{"role": "user", "content": "Why?"}], "So.")
            with run.span("plan"), run.tool("lookup") as tool:
                tool.set("found", True)
        spans = self.spans(client)
        self.assertEqual(set(spans), {"invoke_agent a", "chat m-1", "plan", "execute_tool lookup"})
        wanted = {
            **{"signalbox.agent": "a", "signalbox.environment": "production", "signalbox.release": "1" * 64},
            **{"signalbox.release.version": "1.0.0", "signalbox.prompt": "p/system", "signalbox.prompt.version": "3"},
            **{"gen_ai.conversation.id": "c", "user.id": "u"},
        }
        for name, span in spans.items():
            self.assertEqual({key: said(span).get(key) for key in wanted}, wanted, name)
            self.assertEqual(span["traceId"], run.trace_id)
            self.assertGreaterEqual(int(span["endTimeUnixNano"]), int(span["startTimeUnixNano"]))
        top, call = spans["invoke_agent a"], spans["chat m-1"]
        self.assertEqual((top["spanId"], top.get("parentSpanId"), said(top)["order"]), (run.span_id, None, "7"))
        self.assertEqual((call["kind"], call["parentSpanId"], said(call)["gen_ai.usage.input_tokens"]), (3, run.span_id, "12"))
        self.assertEqual(spans["execute_tool lookup"]["parentSpanId"], spans["plan"]["spanId"])

    def test_what_the_work_raises_comes_through_and_is_told(self):
        client = self.client()
        with self.assertRaises(KeyError), client.run() as run, run.tool("lookup"):
            raise KeyError("seat \ud800")
        spans = self.spans(client)
        for name in ("invoke_agent a", "execute_tool lookup"):
            self.assertEqual(spans[name]["status"]["code"], 2)
            self.assertEqual(said(spans[name]["events"][0])["exception.type"], "KeyError")

    def test_a_trace_of_a_caller_goes_on_and_is_passed_on(self):
        client = self.client()
        trace, parent = "ab" * 16, "cd" * 8
        with client.run(traceparent="00-%s-%s-01" % (trace, parent)) as run:
            self.assertEqual(run.traceparent(), "00-%s-%s-01" % (trace, run.span_id))
            self.assertEqual(run.id, "%s-%s" % (trace, run.span_id))
        self.assertEqual(self.spans(client)["invoke_agent a"]["parentSpanId"], parent)
        for wrong in ("", "nonsense", "00-%s-%s-01" % ("0" * 32, parent), "00-%s-%s-01" % (trace.upper(), parent)):
            with client.run(traceparent=wrong) as run:
                self.assertNotEqual(run.trace_id, trace)

    def test_runs_of_threads_do_not_meet_and_one_within_another_is_below_it(self):
        client = self.client()
        with client.run(name="outer") as outer:
            with client.run(name="inner") as inner:
                self.assertEqual(inner.trace_id, outer.trace_id)
            seen = []
            thread = threading.Thread(target=lambda: seen.append(signalbox._active.get()))
            thread.start()
            thread.join()
            self.assertEqual(seen, [None])
        self.assertEqual(self.spans(client)["inner"]["parentSpanId"], outer.span_id)

    def test_a_run_goes_on_without_a_release_and_tells_what_is_known(self):
        self.network.status = 404
        client = self.client(timeout=0.5)
        with client.run() as run:
            self.assertIsNone(run.release)
            with self.assertRaisesRegex(SignalboxError, "There is no release"):
                run.prompt("system")
        self.network.status = 200
        self.assertNotIn("signalbox.release", said(self.spans(client)["invoke_agent a"]))

    def test_off_makes_no_spans_and_no_reports_of_runs(self):
        client = self.client(telemetry="off")
        with client.run() as run, run.tool("x"):
            run.outcome("completed")
            self.assertEqual((run.id, run.traceparent()), ("", ""))
        client.flush(1)
        self.assertEqual(self.network.posted("/v1/traces") + self.network.posted("/api/v1/outcomes"), [])


class Telling(WithNetwork):
    def test_outcomes_and_feedback_are_sent_once_with_an_id_and_a_time(self):
        client = self.client()
        with client.run(conversation="c") as run:
            run.outcome("passed_to_person", "Asked for one.")
            run.feedback(True, name="thumbs")
        client.feedback("great", conversation="c", comment="Quick!", id="f-1")
        self.assertTrue(client.flush())
        ((outcome,),) = [body["outcomes"] for body in self.network.posted("/api/v1/outcomes")]
        self.assertEqual((outcome["runId"], outcome["outcome"], outcome["reason"]), (run.id, "passed_to_person", "Asked for one."))
        self.assertEqual(len(outcome["id"]), 32)
        self.assertRegex(outcome["at"], r"^\d{4}-\d\d-\d\dT[\d:.]+Z$")
        feedback = [one for body in self.network.posted("/api/v1/feedback") for one in body["feedback"]]
        self.assertEqual([one["value"] for one in feedback], [True, "great"])
        self.assertEqual({**feedback[1], "at": ""}, {"id": "f-1", "at": "", "conversationId": "c", "value": "great", "comment": "Quick!"})
        with self.assertRaisesRegex(ValueError, "outcome must be one of"):
            client.outcome("great", run_id=run.id)

    def test_what_cannot_be_sent_waits_and_is_sent_again_under_its_id(self):
        client = self.client()
        client.release()
        self.network.status = 503
        client.outcome("completed", trace_id="ab" * 16)
        self.assertFalse(client.flush(0.5))
        self.network.status = 200
        self.assertTrue(client.flush(5))
        ids = {body["outcomes"][0]["id"] for body in self.network.posted("/api/v1/outcomes")}
        self.assertEqual(len(ids), 1)

    def test_it_is_bounded_and_a_refusal_is_not_sent_again(self):
        client = self.client()
        client.release()
        self.network.status = 400
        client.outcome("completed", trace_id="ab" * 16)
        self.assertTrue(client.flush(5))
        self.assertEqual(len(self.network.posted("/api/v1/outcomes")), 1)
        self.assertTrue(any(isinstance(error, SignalboxError) for error in self.errors))
        box = signalbox._Outbox(client._config, "things", lambda _: (_ for _ in ()).throw(SignalboxError("unavailable", "away")), most=3)
        for n in range(10):
            box.add(n)
        self.until(lambda: not box._sending)
        self.assertLessEqual(len(box._waiting), 3)
        self.assertIn("dropped", [getattr(error, "code", "") for error in self.errors])
        box.close()

    def test_what_is_no_json_is_dropped_in_words_and_holds_up_nothing(self):
        client = self.client()
        client.feedback({1, 2}, conversation="c")  # type: ignore[arg-type]
        self.assertTrue(client.flush(5))
        client.feedback(1, conversation="c")
        self.assertTrue(client.flush(5))
        self.assertEqual(len(self.network.posted("/api/v1/feedback")), 1)
        self.assertIn("could not be written", str(self.errors[-1]))


class Authority(WithNetwork):
    def test_it_is_what_the_lease_says_and_then_what_the_rule_says(self):
        client = self.client(heartbeat=True)
        self.assertIn(client.authority("closed"), ("stop", "full"))
        self.until(lambda: client.authority("closed") == "full")
        with client._lock:
            client._lease_until = 0.0
        self.assertEqual((client.authority(), client.authority("closed")), ("full", "stop"))
        with client._lock:
            client._authority, client._lease_until = "writes_off", time.monotonic() + 30
        self.assertEqual(client.authority(), "writes_off")
        with client._lock:
            client._authority = "of a later server"
        self.assertEqual(client.authority(), "stop")

    def test_who_never_heard_follows_the_rule(self):
        client = self.client()
        self.assertEqual((client.authority(), client.authority("closed")), ("full", "stop"))

    def test_an_instance_says_what_it_runs_and_when_it_stops(self):
        client = self.client(heartbeat=True, instance="pod/1")
        self.until(lambda: self.network.beats > 0)
        client.close()
        told = [(path, body) for method, path, body, _ in self.network.asked if method == "PUT"]
        self.assertEqual(told[0][0], "/api/v1/delivery/a/instances/pod%2F1")
        self.assertEqual((told[0][1]["state"], told[-1][1]["state"]), ("started", "stopping"))
        self.assertEqual((told[-1][1]["seq"], told[-1][1]["release"], told[-1][1]["sdk"]), (5, "1" * 64, "signalbox-python/0.1.0"))


@unittest.skipUnless(hasattr(os, "fork"), "there is no fork here")
class Fork(WithNetwork):
    def test_a_child_has_threads_and_a_name_of_its_own_and_sends_only_its_own(self):
        client = self.client(heartbeat=True)
        client.release()
        # What waits in the parent is the parent's.
        client._outcomes._every = 60
        client.outcome("failed", trace_id="cd" * 16, id="parent")
        out, into = os.pipe()
        pid = os.fork()
        if pid == 0:
            with contextlib.suppress(BaseException):
                client.outcome("completed", trace_id="ab" * 16, id="child")
                sent = client.flush(5)
                os.write(into, json.dumps([client.instance, client.release().version, sent]).encode())
            os._exit(0)
        os.close(into)
        os.waitpid(pid, 0)
        instance, version, sent = json.loads(os.read(out, 10_000))
        os.close(out)
        self.assertNotEqual(instance, client.instance)
        self.assertEqual((version, sent), ("1.0.0", True))
        self.assertEqual([one["id"] for body in self.network.posted("/api/v1/outcomes") for one in body["outcomes"]], ["child"])
        self.assertTrue(client.flush(5))


class OpenTelemetry(WithNetwork):
    """By its API as far as it is used: the real one is tried where it is installed."""

    def test_spans_are_made_by_the_provider_that_the_program_has(self):
        try:
            from opentelemetry import trace
            from opentelemetry.sdk.trace import TracerProvider
            from opentelemetry.sdk.trace.export import SimpleSpanProcessor
            from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
        except ImportError:
            self.skipTest("opentelemetry-sdk is not installed")
        client, exporter, provider = self.client(), InMemorySpanExporter(), TracerProvider()
        provider.add_span_processor(client.span_processor())
        provider.add_span_processor(SimpleSpanProcessor(exporter))
        trace.set_tracer_provider(provider)
        with client.run(conversation="c") as run, run.tool("x"), trace.get_tracer("other").start_as_current_span("of another library"):
            pass
        spans = {one.name: one for one in exporter.get_finished_spans()}
        self.assertEqual(set(spans), {"invoke_agent a", "execute_tool x", "of another library"})
        for span in spans.values():
            self.assertEqual(span.attributes["signalbox.release"], "1" * 64)
            self.assertEqual("%032x" % span.context.trace_id, run.trace_id)
        self.assertEqual(self.network.posted("/v1/traces"), [])

    def test_the_api_alone_makes_none_so_this_file_does(self):
        class ProxyTracerProvider:
            pass

        alone = types.SimpleNamespace(get_tracer_provider=ProxyTracerProvider)
        kept = sys.modules.get("opentelemetry.trace")
        sys.modules["opentelemetry.trace"] = alone  # type: ignore[assignment]
        try:
            self.assertIsNone(signalbox._otel_trace())
        finally:
            if kept is None:
                del sys.modules["opentelemetry.trace"]
            else:
                sys.modules["opentelemetry.trace"] = kept


CONTROL = os.environ.get("SIGNALBOX_TEST_CONTROL")


def holds(wanted, found):
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(key in found and holds(one, found[key]) for key, one in wanted.items())
    if isinstance(wanted, list):
        return isinstance(found, list) and len(wanted) == len(found) and all(map(holds, wanted, found))
    return wanted == found


@unittest.skipUnless(CONTROL, "no world of test/conformance/python-client.test.ts")
class Contract(unittest.TestCase):
    """test/fixtures/sdk-contract.json at a running server."""

    def test_every_step(self):
        with tempfile.TemporaryDirectory() as folder:
            self.folder, self.client = folder, None
            for at, step in enumerate(fixture("sdk-contract.json")["steps"]):
                began = time.monotonic()
                try:
                    getattr(self, "do_" + step["do"])(step)
                except Exception as error:
                    raise AssertionError("step %d, %s: %s" % (at, json.dumps(step), error)) from error
                print("%6.2f s  %s" % (time.monotonic() - began, json.dumps(step)[:150]), file=sys.stderr)

    def do_open(self, step):
        if self.client is not None:
            self.client.close()
        options = {"cache_dir": self.folder, "on_error": lambda error: print("        told:", error, file=sys.stderr)}
        self.client = signalbox.connect(**options, **step.get("options", {}))

    def do_close(self, step):
        self.client.close()

    def do_sleep(self, step):
        time.sleep(step["seconds"])

    def do_control(self, step):
        self.ask(step["path"], step.get("body", {}))

    def do_seen(self, step):
        self.client.flush(step.get("within", 30))
        self.meet({"within": 30, **step}, lambda: self.ask(step["path"]))

    def do_release(self, step):
        self.meet(step, lambda: vars(self.client.release(**step.get("subject", {}))))

    def do_prompt(self, step):
        self.meet(step, lambda: vars(self.client.prompt(step["slot"], step.get("variables"))))

    def do_authority(self, step):
        self.meet(step, lambda: self.client.authority("closed" if "within" in step else "open"))

    def do_run(self, step):
        try:
            with self.client.run(**step.get("subject", {})) as run:
                for part in step.get("parts", []):
                    if "prompt" in part:
                        run.prompt(part["prompt"], part.get("variables"))
                    elif "model" in part:
                        with run.model(part["model"], part.get("provider")) as call:
                            call.usage(**part.get("usage", {}))
                    else:
                        with run.tool(part["tool"]):
                            pass
                if "outcome" in step:
                    run.outcome(*step["outcome"])
                if "feedback" in step:
                    run.feedback(*step["feedback"])
                if "raises" in step:
                    raise RuntimeError(step["raises"])
        except RuntimeError as error:
            self.assertEqual(str(error), step.get("raises"))
        else:
            self.assertNotIn("raises", step)

    def ask(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(urllib.request.Request(CONTROL + path, data=data), timeout=90) as answer:
            return json.load(answer)

    def meet(self, step, look):
        if "fails" in step:
            with self.assertRaises(SignalboxError) as raised:
                look()
            self.assertEqual(raised.exception.code, step["fails"])
            return
        end = time.monotonic() + step.get("within", 0)
        found = look()
        while not holds(step["expect"], found) and time.monotonic() < end:
            time.sleep(0.2)
            found = look()
        self.assertTrue(holds(step["expect"], found), "found %s" % json.dumps(found, default=str)[:2000])


if __name__ == "__main__":
    unittest.main()
