"""Signalbox for Python: one file, standard library only, Python 3.9 or later. See README.md beside it.

    import signalbox
    client = signalbox.connect()            # SIGNALBOX_URL, SIGNALBOX_KEY, SIGNALBOX_AGENT
    with client.run(conversation="c-1") as run:
        prompt = run.prompt("system", {"name": "Ada"})
        ...
        run.outcome("completed")

Nothing here throws into your agent for want of the server: what is told is kept and sent later, what is asked for is answered from
what was heard before, from the disk, or from your own fallback.
"""
from __future__ import annotations

import atexit
import contextlib
import contextvars
import datetime
import decimal
import hashlib
import json
import math
import os
import random
import re
import socket
import sys
import threading
import time
import traceback
import urllib.error
import urllib.parse
import urllib.request
import weakref
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Tuple, Union

__version__ = "0.1.0"
__all__ = ["AUTHORITIES", "OUTCOMES", "Client", "Prompt", "Release", "Run", "SignalboxError", "Span", "connect", "render"]

_SDK = "signalbox-python/" + __version__
OUTCOMES = ("completed", "failed", "passed_to_person", "abandoned", "unknown")
#: What an agent may do, from all to nothing.
AUTHORITIES = ("full", "approval_for_writes", "writes_off", "previous_release", "drain", "stop")


class SignalboxError(Exception):
    """``code``: misconfigured, unavailable, refused, not_deployed, no_prompt, variables_unfit, not_rendered, closed, dropped."""

    def __init__(self, code: str, message: str, status: Optional[int] = None):
        super().__init__(message)
        self.code = code
        self.status = status


# ------------------------------------------------------------------------------------------------------------------ what is delivered


class Prompt:
    """A prompt with its variables filled in. ``text`` of a chat prompt: its messages, an empty line between."""

    def __init__(self, slot: str, name: str, version: int, messages: List[Dict[str, str]], settings: Dict[str, Any]):
        self.slot, self.name, self.version = slot, name, version
        self.messages, self.settings = messages, settings
        self.text = "\n\n".join(message["content"] for message in messages)


class Release:
    """What an agent is to run. ``source``: server, disk or fallback; ``seq``: place in the ledger of which it is true."""

    def __init__(self, delivery: Dict[str, Any], source: str):
        release = delivery["release"]
        self.id, self.version, self.digest = release.get("id"), release["version"], release.get("digest")
        self.manifest: Dict[str, Any] = release.get("manifest") or {}
        self.environment: str = delivery.get("environment", "")
        self.prompts: List[Dict[str, Any]] = delivery.get("prompts") or []
        self.tools: Optional[List[str]] = delivery.get("tools")
        self.settings: Dict[str, Any] = delivery.get("settings") or {}
        assignment = delivery.get("assignment") or {}
        self.variant: str = assignment.get("variant", "stable")
        self.pinned: bool = bool(assignment.get("pinned"))
        self.deployment: int = delivery.get("deployment", 0)
        self.seq: int = delivery.get("seq", 0)
        self.source = source

    def prompt(self, slot_or_name: str, variables: Optional[Mapping[str, Any]] = None) -> Prompt:
        """By slot, else by name. Raises no_prompt, variables_unfit, not_rendered."""
        one = next((p for p in self.prompts if p["slot"] == slot_or_name), None)
        one = one or next((p for p in self.prompts if p["prompt"] == slot_or_name), None)
        if one is None:
            there = ", ".join('"%s"' % p["slot"] for p in self.prompts) or "none"
            raise SignalboxError("no_prompt", 'Release %s has no prompt "%s"; it has %s.' % (self.version, slot_or_name, there))
        content = one.get("content")
        if content is None:
            message = "The text of %s version %s is not kept in Signalbox." % (one["prompt"], one["version"])
            raise SignalboxError("no_prompt", message)
        values = _fitted(content.get("variables") or {}, variables or {})

        def fill(template: str) -> str:
            try:
                return render(template, values, one.get("texts") or {})
            except _TemplateProblem as problem:
                message = "%s version %s cannot be rendered: %s." % (one["prompt"], one["version"], problem)
                raise SignalboxError("not_rendered", message) from problem

        body = content["body"]
        messages: List[Dict[str, str]] = []
        for message in [{"role": "system", "content": body}] if isinstance(body, str) else body:
            if "role" in message:
                messages.append({"role": message["role"], "content": fill(message["content"])})
            else:
                messages.extend(_messages_given(message["placeholder"], values))
        return Prompt(one["slot"], one["prompt"], one["version"], messages, content.get("settings") or {})


def _messages_given(placeholder: str, values: Mapping[str, Any]) -> List[Dict[str, str]]:
    given = values.get(placeholder)
    given = [] if given is None else given
    fits = isinstance(given, (list, tuple)) and all(
        isinstance(one, Mapping) and isinstance(one.get("role"), str) and isinstance(one.get("content"), str) for one in given
    )
    if not fits:
        raise SignalboxError("variables_unfit", "variables.%s must be a list of { role, content }." % placeholder)
    return [{"role": one["role"], "content": one["content"]} for one in given]


def _etag(delivery: Dict[str, Any]) -> str:
    """The server's own, so that what stands here need not be sent again."""
    assignment = delivery["assignment"]
    parts = [delivery["agent"]["id"], delivery["deployment"], assignment["variant"], assignment["reason"]]
    end = ".pinned" if assignment.get("pinned") else ""
    return 'W/"%s.%s%s"' % (".".join(str(part) for part in parts), delivery["release"]["digest"][:16], end)


class _Disk:
    """The last delivery, in a file for each server, key, agent and environment. Written beside and renamed: never half."""

    def __init__(self, config: "_Config"):
        key_id = config.key.split("_")[1] if config.key.count("_") == 2 else ""
        # The key's own id, not its secret: places in the ledger are of its workspace.
        self._place = " ".join([config.url, key_id, config.agent, config.environment])
        name = re.sub(r"[^\w.-]+", "_", "%s.%s" % (config.agent, config.environment))[:80]
        digest = hashlib.sha256(self._place.encode()).hexdigest()[:8]
        self._path = config.cache_dir and os.path.join(config.cache_dir, "signalbox-py-%s-%s.json" % (name, digest))
        self._on_error = config.on_error

    def read(self) -> Optional[Dict[str, Any]]:
        if not self._path:
            return None
        try:
            with open(self._path, encoding="utf-8") as file:
                kept = json.load(file)
            delivery = kept["delivery"]
            fits = kept["format"] == 1 and kept["place"] == self._place and isinstance(delivery["seq"], int)
            return delivery if fits and delivery["release"]["digest"] else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, delivery: Dict[str, Any]) -> None:
        if not self._path:
            return
        beside = "%s.%s.%s" % (self._path, os.getpid(), os.urandom(4).hex())
        try:
            os.makedirs(os.path.dirname(self._path), exist_ok=True)
            with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                json.dump({"format": 1, "place": self._place, "delivery": delivery}, file)
            os.replace(beside, self._path)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.unlink(beside)
            self._on_error(SignalboxError("unavailable", "The delivery could not be kept on disk: %s" % error))


class _Held:
    """The last answer for everybody, and the highest place in the ledger ever seen: what is older is not taken, whoever says it."""

    def __init__(self, kept: Optional[Dict[str, Any]]):
        self.delivery = kept
        self.source = "disk"
        self.seq: int = kept["seq"] if kept else 0

    def take(self, delivery: Dict[str, Any]) -> str:
        if delivery["seq"] < self.seq:
            return "older"
        before = self.delivery if self.source == "server" else None
        self.delivery, self.source, self.seq = delivery, "server", delivery["seq"]
        return "same" if before is not None and _etag(before) == _etag(delivery) else "changed"


# --------------------------------------------------------------------------------------------------------------------------- requests


class _Answer:
    def __init__(self, status: int, headers: Any, text: str):
        self.status, self.headers, self.text = status, headers, text

    @property
    def is_ok(self) -> bool:
        return 200 <= self.status < 300

    def json(self) -> Any:
        return json.loads(self.text)

    def refusal(self) -> SignalboxError:
        try:
            said = json.loads(self.text)
        except ValueError:
            said = {}
        code = said.get("code", self.status) if isinstance(said, dict) else self.status
        words = (said.get("detail") or said.get("title")) if isinstance(said, dict) else None
        message = "%s (%s)" % (words or "Signalbox refused it", code)
        if code == "lifecycle.not_deployed":
            return SignalboxError("not_deployed", message, self.status)
        kind = "unavailable" if self.status >= 500 or self.status in (408, 429) else "refused"
        return SignalboxError(kind, message, self.status)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The key is for this server and for no other."""

    def redirect_request(self, *_: Any) -> None:
        return None


class _Config:
    def __init__(self, given: Dict[str, Any]):
        def needed(name: str) -> str:
            variable = "SIGNALBOX_" + name.upper()
            value = given.get(name) or os.environ.get(variable)
            if not value:
                raise SignalboxError("misconfigured", "Give %s, or set %s." % (name, variable))
            return str(value)

        self.url = needed("url").rstrip("/")
        if not re.match(r"https?://[^/]", self.url):
            raise SignalboxError("misconfigured", "%s is no http or https address." % self.url)
        self.key, self.agent = needed("key"), needed("agent")
        self.environment = given.get("environment") or os.environ.get("SIGNALBOX_ENVIRONMENT") or "production"
        self.named = given.get("instance")
        self.cache_dir = given.get("cache_dir") or os.environ.get("SIGNALBOX_CACHE_DIR")
        self.fallback: Optional[Dict[str, Any]] = given.get("fallback")
        self.timeout: float = given.get("timeout", 5.0)
        self.telemetry: str = given.get("telemetry", "auto")
        self.heartbeat: bool = given.get("heartbeat", True)
        self.on_release: Callable[[Release], None] = given.get("on_release") or (lambda _: None)
        told: set = set()

        def warn(error: Exception) -> None:
            kind = getattr(error, "code", type(error).__name__)
            if kind not in told:
                told.add(kind)
                print("signalbox: %s" % error, file=sys.stderr)

        self._on_error: Callable[[Exception], None] = given.get("on_error") or warn
        self._opener = urllib.request.build_opener(_NoRedirect())

    def on_error(self, error: Exception) -> None:
        # What a caller's own function raises is not ours to pass on.
        with contextlib.suppress(Exception):
            self._on_error(error)

    def ask(self, method: str, path: str, body: Any = None, timeout: float = 10.0, headers: Optional[Dict[str, str]] = None) -> _Answer:
        """One request; an answer of any status is returned. Raises unavailable where none came."""
        data = None if body is None else json.dumps(body).encode()
        sent = {"x-signalbox-key": self.key, "user-agent": _SDK, **(headers or {})}
        if data is not None:
            sent["content-type"] = "application/json"
        request = urllib.request.Request(self.url + path, data=data, headers=sent, method=method)
        try:
            with self._opener.open(request, timeout=timeout) as answer:
                return _Answer(answer.status, answer.headers, answer.read().decode("utf-8", "replace"))
        except urllib.error.HTTPError as error:
            with error:
                return _Answer(error.code, error.headers, error.read().decode("utf-8", "replace"))
        except (OSError, ValueError, urllib.error.URLError) as error:
            raise SignalboxError("unavailable", "Signalbox at %s does not answer." % self.url) from error
        except Exception as error:  # http.client raises its own for half an answer
            raise SignalboxError("unavailable", "Signalbox at %s broke off." % self.url) from error


class _Outbox:
    """Sends later, in batches, again where that failed; bounded; never raises into who adds."""

    def __init__(self, config: _Config, noun: str, post: Callable[[List[Any]], _Answer], most: int = 4096, every: float = 0.5):
        self._config, self._noun, self._post, self._most, self._every = config, noun, post, most, every
        self._waiting: List[Any] = []
        self._changed = threading.Condition()
        self._sending = False
        self._hurry = False
        self._is_closed = False
        self._thread: Optional[threading.Thread] = None

    def add(self, item: Any) -> None:
        with self._changed:
            self._waiting.append(item)
            lost = len(self._waiting) > self._most
            if lost:
                del self._waiting[0]
            if self._thread is None and not self._is_closed:
                self._thread = _daemon(self._work, "signalbox-" + self._noun)
            self._changed.notify_all()
        if lost:
            self._config.on_error(SignalboxError("dropped", "Some %s were dropped: they could not be sent in time." % self._noun))

    def flush(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        with self._changed:
            self._hurry = True
            self._changed.notify_all()
            while self._waiting or self._sending:
                left = until - time.monotonic()
                if left <= 0:
                    break
                self._changed.wait(left)
            self._hurry = False
            return not self._waiting and not self._sending

    def close(self) -> None:
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def _work(self) -> None:
        failures = 0
        while True:
            with self._changed:
                while not self._waiting and not self._is_closed:
                    self._changed.wait()
                if self._is_closed:
                    return
                pause = self._every if failures == 0 else min(30.0, self._every * 2 ** min(failures, 10))
                until = time.monotonic() + (0.2 if self._hurry and failures else 0 if self._hurry else pause)
                while not self._is_closed and time.monotonic() < until and not (self._hurry and failures == 0):
                    if failures == 0 and len(self._waiting) >= 256:
                        break
                    self._changed.wait(max(0.0, until - time.monotonic()))
                    if self._hurry:
                        until = min(until, time.monotonic() + (0.2 if failures else 0))
                items = self._waiting[:256]
                del self._waiting[: len(items)]
                self._sending = True
            again = self._send(items)
            with self._changed:
                self._sending = False
                failures = failures + 1 if again else 0
                if again:
                    self._waiting[:0] = items
                    del self._waiting[: max(0, len(self._waiting) - self._most)]
                self._changed.notify_all()

    def _send(self, items: List[Any]) -> bool:
        try:
            answer = self._post(items)
        except SignalboxError:
            return True
        except Exception as error:  # a defect, or what cannot be written as JSON
            self._config.on_error(SignalboxError("dropped", "Some %s could not be written: %s" % (self._noun, error)))
            return False
        if answer.is_ok:
            with contextlib.suppress(ValueError, AttributeError, TypeError):
                for one in (answer.json().get("refused") or [])[:3]:
                    words = "Signalbox refused one of the %s: %s (%s)" % (self._noun, one["message"], one["code"])
                    self._config.on_error(SignalboxError("dropped", words))
            return False
        refusal = answer.refusal()
        if refusal.code != "unavailable":
            self._config.on_error(refusal)
        return refusal.code == "unavailable"


def _daemon(work: Callable[[], None], name: str) -> threading.Thread:
    thread = threading.Thread(target=work, name=name, daemon=True)
    thread.start()
    return thread


# ------------------------------------------------------------------------------------------------------------------------ runs, spans


class Span:
    """One step while it lasts."""

    def __init__(self, trace_id: str, span_id: str, set_attribute: Callable[[str, Any], None], flags: str = "01"):
        self.trace_id, self.span_id, self._set, self._flags = trace_id, span_id, set_attribute, flags

    def set(self, name: str, value: Any) -> None:
        self._set(name, value)

    def traceparent(self) -> str:
        """For the header of that name, so that what you call joins this trace."""
        return "00-%s-%s-%s" % (self.trace_id, self.span_id, self._flags) if self.trace_id else ""

    def usage(self, input: Optional[int] = None, output: Optional[int] = None, cache_read: Optional[int] = None) -> None:
        """Tokens of a call of a model; what the provider does not say is left out."""
        names = {"input_tokens": input, "output_tokens": output, "cache_read.input_tokens": cache_read}
        for name, value in names.items():
            if value is not None:
                self.set("gen_ai.usage." + name, value)

    def response(self, id: Optional[str] = None, model: Optional[str] = None, finish_reason: Optional[str] = None) -> None:
        reasons = None if finish_reason is None else [finish_reason]
        for name, value in (("id", id), ("model", model), ("finish_reasons", reasons)):
            if value is not None:
                self.set("gen_ai.response." + name, value)

    def content(self, input: List[Mapping[str, Any]], output: str) -> None:
        """What was said. Only what is given here is sent."""

        def said(role: str, text: str) -> Dict[str, Any]:
            return {"role": role, "parts": [{"type": "text", "content": text}]}

        self.set("gen_ai.input.messages", json.dumps([said(one["role"], one["content"]) for one in input]))
        self.set("gen_ai.output.messages", json.dumps([said("assistant", output)]))


_active: "contextvars.ContextVar[Optional[Tuple[Run, Span]]]" = contextvars.ContextVar("signalbox", default=None)


class Run(Span):
    """One task of the agent: its release is fixed for as long as it lasts. ``release`` None = there was none, and no fallback."""

    def __init__(self, client: "Client", span: Span, release: Optional[Release], whole: Dict[str, Any]):
        super().__init__(span.trace_id, span.span_id, span.set, span._flags)
        self.release = release
        self._client, self._whole = client, whole
        self._named: Dict[str, Any] = {}
        if release is not None and len(release.prompts) == 1:
            self._name(release.prompts[0]["prompt"], release.prompts[0]["version"])

    @property
    def id(self) -> str:
        return "%s-%s" % (self.trace_id, self.span_id) if self.trace_id else ""

    @property
    def attributes(self) -> Dict[str, Any]:
        """For every span that begins in this run."""
        return {**self._whole, **self._named}

    def prompt(self, slot_or_name: str, variables: Optional[Mapping[str, Any]] = None) -> Prompt:
        """A prompt of the release; from here on the spans name it."""
        if self.release is None:
            raise SignalboxError("no_prompt", "There is no release, so there is no prompt.")
        prompt = self.release.prompt(slot_or_name, variables)
        self._name(prompt.name, prompt.version)
        return prompt

    def span(self, name: str, attributes: Optional[Mapping[str, Any]] = None) -> "contextlib.AbstractContextManager[Span]":
        return self._client._span(self, name, 1, dict(attributes or {}))

    def tool(self, name: str) -> "contextlib.AbstractContextManager[Span]":
        return self.span("execute_tool " + name, {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": name})

    def model(self, model: str, provider: Optional[str] = None, operation: str = "chat") -> "contextlib.AbstractContextManager[Span]":
        said = {"gen_ai.operation.name": operation, "gen_ai.request.model": model}
        if provider is not None:
            said["gen_ai.provider.name"] = provider
        return self._client._span(self, "%s %s" % (operation, model), 3, said)

    def outcome(self, outcome: str, reason: Optional[str] = None) -> None:
        if self.id:
            self._client.outcome(outcome, run_id=self.id, reason=reason)

    def feedback(self, value: Union[float, bool, str], name: Optional[str] = None, comment: Optional[str] = None) -> None:
        if self.id:
            self._client.feedback(value, run_id=self.id, name=name, comment=comment)

    def _name(self, prompt: str, version: int) -> None:
        self._named = {"signalbox.prompt": prompt}
        if version > 0:
            self._named["signalbox.prompt.version"] = str(version)
        for name, value in self._named.items():
            self.set(name, value)


def _otlp_value(value: Any) -> Dict[str, Any]:
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)} if -(2**63) <= value < 2**63 else {"stringValue": str(value)}
    if isinstance(value, float):
        return {"doubleValue": value} if math.isfinite(value) else {"stringValue": str(value)}
    if isinstance(value, (list, tuple)):
        return {"arrayValue": {"values": [_otlp_value(one) for one in value]}}
    return {"stringValue": _clean(str(value))}


def _clean(text: str) -> str:
    """Lone surrogates cannot be sent."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _otlp_attributes(attributes: Mapping[str, Any]) -> List[Dict[str, Any]]:
    return [{"key": name, "value": _otlp_value(value)} for name, value in attributes.items() if value is not None]


_traceparent = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})")


class _OwnTracer:
    """Spans by this file itself, as OTLP in JSON: for programs without OpenTelemetry."""

    def __init__(self, config: _Config, instance: str):
        named = {"service.name": config.agent, "service.instance.id": instance, "signalbox.agent": config.agent}
        resource = _otlp_attributes({**named, "signalbox.environment": config.environment})
        scope = {"name": "signalbox.py", "version": __version__}

        def post(spans: List[Any]) -> _Answer:
            body = {"resourceSpans": [{"resource": {"attributes": resource}, "scopeSpans": [{"scope": scope, "spans": spans}]}]}
            return config.ask("POST", "/v1/traces", body)

        self.outbox = _Outbox(config, "spans", post, every=1.0)

    @contextlib.contextmanager
    def within(self, name: str, kind: int, attributes: Dict[str, Any], parent: Optional[Span]) -> Iterator[Span]:
        span = Span(parent.trace_id if parent else os.urandom(16).hex(), os.urandom(8).hex(), attributes.__setitem__)
        began, clock = time.time_ns(), time.perf_counter_ns()
        failed: Optional[BaseException] = None
        try:
            yield span
        except BaseException as error:
            failed = error
            raise
        finally:
            ended = began + time.perf_counter_ns() - clock
            made: Dict[str, Any] = {
                **{"traceId": span.trace_id, "spanId": span.span_id, "name": _clean(name), "kind": kind},
                **{"startTimeUnixNano": str(began), "endTimeUnixNano": str(ended), "status": {}},
                "attributes": _otlp_attributes(attributes),
            }
            if parent is not None:
                made["parentSpanId"] = parent.span_id
            if failed is not None and not isinstance(failed, GeneratorExit):
                words = _clean(str(failed))
                made["status"] = {"code": 2, "message": words[:1000]}
                stack = "".join(traceback.format_exception(type(failed), failed, failed.__traceback__))
                said = {"exception.type": type(failed).__name__, "exception.message": words[:4000], "exception.stacktrace": stack[-8000:]}
                made["events"] = [{"name": "exception", "timeUnixNano": str(ended), "attributes": _otlp_attributes(said)}]
            self.outbox.add(made)


class _OtelTracer:
    """Spans by the OpenTelemetry that the program has set up: it exports them."""

    def __init__(self, trace: Any):
        self._trace = trace
        self._tracer = trace.get_tracer("signalbox.py", __version__)

    @contextlib.contextmanager
    def within(self, name: str, kind: int, attributes: Dict[str, Any], parent: Optional[Span]) -> Iterator[Span]:
        trace = self._trace
        context = None
        if parent is not None and not trace.get_current_span().get_span_context().is_valid:
            above = trace.SpanContext(int(parent.trace_id, 16), int(parent.span_id, 16), is_remote=True, trace_flags=trace.TraceFlags(1))
            context = trace.set_span_in_context(trace.NonRecordingSpan(above))
        of_kind = trace.SpanKind.CLIENT if kind == 3 else trace.SpanKind.INTERNAL
        with self._tracer.start_as_current_span(name, context=context, kind=of_kind, attributes=attributes) as own:
            ids = own.get_span_context()
            yield Span("%032x" % ids.trace_id, "%016x" % ids.span_id, own.set_attribute, "%02x" % ids.trace_flags)


class _NoTracer:
    @contextlib.contextmanager
    def within(self, name: str, kind: int, attributes: Dict[str, Any], parent: Optional[Span]) -> Iterator[Span]:
        yield Span("", "", lambda *_: None)


class _RunSpanProcessor:
    """For OpenTelemetry's provider: every span that begins in a run says what the run's spans say."""

    def on_start(self, span: Any, parent_context: Any = None) -> None:
        active = _active.get()
        if active is not None:
            for name, value in active[0].attributes.items():
                span.set_attribute(name, value)

    def on_end(self, span: Any) -> None:
        pass

    def _on_ending(self, span: Any) -> None:
        pass

    def shutdown(self) -> None:
        pass

    def force_flush(self, timeout_millis: int = 30000) -> bool:
        return True


# -------------------------------------------------------------------------------------------------------------------------- the client

_clients: "weakref.WeakSet[Client]" = weakref.WeakSet()
_FRESH_SECONDS = 300.0
_MOST_SUBJECTS = 10_000


def connect(**options: Any) -> "Client":
    """Begins to ask the server at once; ``close()`` ends it. Options are those of README.md. Raises misconfigured."""
    return Client(**options)


class Client:
    """One agent's way to Signalbox. Make one for the whole process; safe for threads, and over ``os.fork``."""

    def __init__(self, **options: Any):
        self._config = _Config(options)
        self._is_closed = False
        self._begin(_Held(_Disk(self._config).read()))
        _clients.add(self)
        reference = weakref.ref(self)

        def at_exit() -> None:
            client = reference()
            if client is not None:
                client.close(2.0)

        atexit.register(at_exit)

    def _begin(self, held: _Held) -> None:
        """Also in a child after a fork: threads and locks do not come along, and what waits is the parent's to send."""
        config = self._config
        self.instance: str = config.named or "%s-%s-%s" % (socket.gethostname(), os.getpid(), os.urandom(4).hex())
        self._lock = threading.RLock()
        self._disk = _Disk(config)
        self._held = held
        self._first = threading.Event()
        self._stop = threading.Event()
        self._beat_now = threading.Event()
        self._is_up = False
        self._refusal: Optional[SignalboxError] = None
        self._subjects: Dict[Tuple[Any, ...], Tuple[Dict[str, Any], float]] = {}
        self._begun: Dict[str, str] = {}
        self._authority: Optional[str] = None
        self._lease_until = 0.0
        self._telling = threading.Lock()
        self._is_told_of = False
        self._started_at = _now()
        self._own = _OwnTracer(config, self.instance)
        self._outcomes = _Outbox(config, "outcomes", lambda some: config.ask("POST", "/api/v1/outcomes", {"outcomes": some}))
        self._feedback = _Outbox(config, "feedback", lambda some: config.ask("POST", "/api/v1/feedback", {"feedback": some}))
        _daemon(self._listen, "signalbox-line")
        if config.heartbeat:
            _daemon(self._beat, "signalbox-heartbeat")

    # Which release to run.

    def release(
        self, user: Optional[str] = None, conversation: Optional[str] = None, tenant: Optional[str] = None, since: Any = None
    ) -> Release:
        """Which release to run. Raises not_deployed, refused, unavailable where there is nothing to fall back on; closed."""
        if self._is_closed:
            raise SignalboxError("closed", "This client was closed.")
        self._ready()
        config = self._config
        with self._lock:
            delivery, source, refusal = self._held.delivery, self._held.source, self._refusal
        # What an earlier process was told stands in for a server that is away, not for one that refuses.
        if delivery is None or (source == "disk" and refusal is not None):
            if config.fallback is not None:
                return _fallback(config.fallback, config.environment)
            raise refusal or SignalboxError("unavailable", "Signalbox at %s does not answer, and nothing was kept." % config.url)
        if not (user or conversation or tenant):
            return Release(delivery, source)
        subject = {"user": user, "conversation": conversation, "tenant": tenant, "since": self._since(conversation, since)}
        return Release(self._for(subject, delivery), source)

    def prompt(self, slot_or_name: str, variables: Optional[Mapping[str, Any]] = None, **subject: Any) -> Prompt:
        """A prompt of the release; within a run, of the run's. Raises as ``release``, and no_prompt, variables_unfit, not_rendered."""
        active = _active.get()
        if active is not None and not subject and active[0]._client is self and active[0].release is not None:
            return active[0].prompt(slot_or_name, variables)
        return self.release(**subject).prompt(slot_or_name, variables)

    def authority(self, fail: str = "open") -> str:
        """What the agent may do now, one of AUTHORITIES.

        While the lease lasts it is what the server last said. When it has ended without an answer, ``fail`` decides: ``open`` goes
        on by what was last said (``full`` where nothing was), ``closed`` is ``stop``.
        """
        with self._lock:
            said, lasts = self._authority, time.monotonic() < self._lease_until
        if said is not None and lasts:
            return said if said in AUTHORITIES else "stop"
        if fail == "closed":
            return "stop"
        return "full" if said is None else said if said in AUTHORITIES else "stop"

    # What is told.

    @contextlib.contextmanager
    def run(
        self,
        name: Optional[str] = None,
        user: Optional[str] = None,
        conversation: Optional[str] = None,
        tenant: Optional[str] = None,
        since: Any = None,
        traceparent: Optional[str] = None,
        attributes: Optional[Mapping[str, Any]] = None,
    ) -> Iterator[Run]:
        """One task of the agent. Raises what your own code raises, and nothing else. ``traceparent``: of who called you."""
        release: Optional[Release] = None
        try:
            release = self.release(user, conversation, tenant, since)
        except SignalboxError as error:
            self._config.on_error(error)
        agent, environment = self._config.agent, self._config.environment
        whole: Dict[str, Any] = {"signalbox.agent": agent, "signalbox.environment": environment}
        if release is not None:
            whole["signalbox.release.version"] = release.version
            if release.digest:
                whole["signalbox.release"] = release.digest
        if conversation:
            whole["gen_ai.conversation.id"] = conversation
        if user:
            whole["user.id"] = user
        said = {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": agent, **whole, **(attributes or {})}
        above = _traceparent.fullmatch(traceparent.strip()) if traceparent else None
        parent = Span(above[1], above[2], lambda *_: None) if above else None
        active = _active.get()
        if parent is None and active is not None:
            parent = active[1]
        with self._tracer().within(name or "invoke_agent " + agent, 1, said, parent) as span:
            run = Run(self, span, release, whole)
            token = _active.set((run, run))
            try:
                yield run
            finally:
                _reset(token)

    def outcome(
        self,
        outcome: str,
        run_id: Optional[str] = None,
        trace_id: Optional[str] = None,
        reason: Optional[str] = None,
        id: Optional[str] = None,
    ) -> None:
        """Tells what came of a run, later and in the background; the same ``id`` counts once."""
        if outcome not in OUTCOMES:
            raise ValueError("outcome must be one of " + ", ".join(OUTCOMES))
        self._outcomes.add(_told(id, {"runId": run_id, "traceId": trace_id, "outcome": outcome, "reason": reason}))

    def feedback(
        self,
        value: Union[float, bool, str],
        run_id: Optional[str] = None,
        trace_id: Optional[str] = None,
        conversation: Optional[str] = None,
        name: Optional[str] = None,
        comment: Optional[str] = None,
        id: Optional[str] = None,
    ) -> None:
        """Passes on what somebody thought of a run or a conversation."""
        about = {"runId": run_id, "traceId": trace_id, "conversationId": conversation}
        self._feedback.add(_told(id, {**about, "name": name, "value": value, "comment": comment}))

    def span_processor(self) -> _RunSpanProcessor:
        """For OpenTelemetry: ``provider.add_span_processor(client.span_processor())`` before those that export."""
        return _RunSpanProcessor()

    def flush(self, seconds: float = 5.0) -> bool:
        """Sends what waits; False = some of it could not be sent in time."""
        until = time.monotonic() + seconds
        boxes = (self._own.outbox, self._outcomes, self._feedback)
        return all([box.flush(max(0.0, until - time.monotonic())) for box in boxes])

    def close(self, seconds: float = 5.0) -> None:
        """Sends what waits, and says that the instance stops."""
        with self._lock:
            if self._is_closed:
                return
            self._is_closed = True
        self.flush(seconds)
        self._stop.set()
        self._beat_now.set()
        for box in (self._own.outbox, self._outcomes, self._feedback):
            box.close()
        if self._config.heartbeat and self._is_told_of:
            with contextlib.suppress(SignalboxError):
                self._tell("stopping", 2.0)

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    # Within.

    def _tracer(self) -> Any:
        telemetry = self._config.telemetry
        if telemetry == "off":
            return _NoTracer()
        otel = None if telemetry == "own" else _otel_trace()
        if otel is not None:
            return _OtelTracer(otel)
        return _NoTracer() if telemetry == "otel" else self._own

    @contextlib.contextmanager
    def _span(self, run: Run, name: str, kind: int, attributes: Dict[str, Any]) -> Iterator[Span]:
        active = _active.get()
        parent = active[1] if active is not None and active[0] is run else run
        tracer = self._tracer() if run.trace_id else _NoTracer()
        with tracer.within(name, kind, {**run.attributes, **attributes}, parent) as span:
            token = _active.set((run, span))
            try:
                yield span
            finally:
                _reset(token)

    def _ready(self) -> None:
        if not self._first.is_set():
            self._first.wait(self._config.timeout)
            # Who asks next need not wait again for a server that is away.
            self._first.set()

    def _since(self, conversation: Optional[str], since: Any) -> Optional[str]:
        if since is not None:
            return since.isoformat() if isinstance(since, datetime.datetime) else str(since)
        if not conversation:
            return None
        with self._lock:
            known = self._begun.pop(conversation, None) or _now()
            self._begun[conversation] = known
            if len(self._begun) > _MOST_SUBJECTS:
                del self._begun[next(iter(self._begun))]
        return known

    def _for(self, subject: Dict[str, Any], base: Dict[str, Any]) -> Dict[str, Any]:
        """Who gets another answer than everybody: drawn for a candidate, or pinned. Asked once while the same deployment stands."""
        key = tuple(subject.values())
        with self._lock:
            entry = self._subjects.get(key)
        stands = entry is not None and entry[0]["deployment"] >= base["deployment"]
        known = entry[0] if entry is not None and stands else base
        if not self._is_up or (entry is not None and stands and time.monotonic() - entry[1] < _FRESH_SECONDS):
            return known
        try:
            answer = self._config.ask("GET", self._path("", {**subject, "after": self._held.seq}), None, 2.0, {"if-none-match": _etag(known)})
            if answer.status != 304:
                if not answer.is_ok:
                    raise answer.refusal()
                said = answer.json()
                with self._lock:
                    if said["seq"] < self._held.seq:
                        return known
                    self._held.seq = max(self._held.seq, said["seq"])
                known = said
        except SignalboxError as error:
            self._config.on_error(error)
            return known
        with self._lock:
            self._subjects.pop(key, None)
            self._subjects[key] = (known, time.monotonic())
            if len(self._subjects) > _MOST_SUBJECTS:
                del self._subjects[next(iter(self._subjects))]
        return known

    def _path(self, end: str, query: Mapping[str, Any]) -> str:
        said = {"environment": self._config.environment, **query}
        text = urllib.parse.urlencode({name: value for name, value in said.items() if value not in (None, "")})
        return "/api/v1/delivery/%s%s?%s" % (urllib.parse.quote(self._config.agent, safe=""), end, text)

    def _listen(self) -> None:
        """Asks with a wait for as long as the client is open, whatever happens to server and network."""
        failures, wait, stop = 0, 0, self._stop
        while not stop.is_set():
            try:
                with self._lock:
                    held = self._held
                    etag = None if held.delivery is None else _etag(held.delivery)
                    query = {"after": held.seq or None, "wait": wait or None}
                headers = {} if etag is None else {"if-none-match": etag}
                answer = self._config.ask("GET", self._path("", query), None, wait + 10.0, headers)
                if stop.is_set():
                    return
                if answer.status == 304:
                    self._confirmed(int(answer.headers.get("x-signalbox-seq") or 0))
                elif answer.is_ok:
                    self._take(answer.json())
                else:
                    raise answer.refusal()
                failures, wait, self._is_up = 0, 25, True
                self._refusal = None
                self._first.set()
            except SignalboxError as error:
                self._is_up = False
                failures += 1
                wait = 0
                if error.code == "unavailable":
                    # Who has something to go on with does not wait for a server that is away.
                    if self._held.delivery is not None or self._config.fallback is not None:
                        self._first.set()
                else:
                    self._refusal = error
                    self._first.set()
                    self._config.on_error(error)
                # It differs from instance to instance: all of them come back after a restart.
                most = min(3.0, 0.1 * 2 ** min(failures, 10)) if error.code == "unavailable" else 10.0
                stop.wait(most * random.uniform(0.5, 1.0))
            except Exception as error:  # an answer of something that is no Signalbox
                self._is_up = False
                self._config.on_error(error)
                stop.wait(10.0)

    def _confirmed(self, seq: int) -> None:
        with self._lock:
            self._held.seq = max(self._held.seq, seq)
            if self._held.delivery is not None:
                self._held.source = "server"

    def _take(self, delivery: Dict[str, Any]) -> None:
        with self._lock:
            verdict = self._held.take(delivery)
        if verdict != "changed":
            return
        self._disk.write(delivery)
        self._beat_now.set()
        with contextlib.suppress(Exception):
            self._config.on_release(Release(delivery, "server"))

    def _beat(self) -> None:
        """By a third of the lease, and soon after a change, spread: all instances hear of one at once."""
        stop, failures, lease, state = self._stop, 0, 30.0, "started"
        pause = random.uniform(0, 1)
        while not stop.wait(pause):
            try:
                lease = self._tell(state, 5.0)
                state, failures = "alive", 0
            except Exception as error:
                failures += 1
                # Of a row of failures the third: one or two belong to a restart.
                if failures == 3:
                    self._config.on_error(error)
            self._beat_now.wait(lease / 3)
            self._beat_now.clear()
            pause = random.uniform(0, 1)

    def _tell(self, state: str, timeout: float) -> float:
        config, held = self._config, self._held
        self._is_told_of = True
        # One after the other: what is said last must arrive last.
        with self._telling:
            if self._is_closed and state != "stopping":
                raise SignalboxError("closed", "This client was closed.")
            return self._tell_now(config, held, state, timeout)

    def _tell_now(self, config: _Config, held: _Held, state: str, timeout: float) -> float:
        asked = time.monotonic()
        with self._lock:
            digest = held.delivery["release"]["digest"] if held.delivery is not None else None
            body = {"environment": config.environment, "release": digest, "seq": held.seq, "sdk": _SDK}
        body.update({"startedAt": self._started_at, "state": state})
        end = "/instances/" + urllib.parse.quote(self.instance, safe="")
        answer = config.ask("PUT", self._path(end, {}).split("?")[0], body, timeout)
        if not answer.is_ok:
            raise answer.refusal()
        said = answer.json()
        seconds = float(said["lease"]["seconds"])
        with self._lock:
            self._authority = str(said["authority"])
            self._lease_until = asked + seconds
        return seconds


def _told(id: Optional[str], said: Dict[str, Any]) -> Dict[str, Any]:
    """With an id, so that one that is sent twice counts once, and the time it was said."""
    kept = {name: value for name, value in said.items() if value is not None}
    return {"id": id or os.urandom(16).hex(), "at": _now(), **kept}


def _now() -> str:
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _reset(token: Any) -> None:
    # A generator that is closed in another context cannot put back what was there.
    with contextlib.suppress(ValueError):
        _active.reset(token)


def _fallback(given: Dict[str, Any], environment: str) -> Release:
    prompts = [
        {
            **{"slot": one["slot"], "prompt": one.get("prompt", one["slot"]), "version": one.get("version", 0)},
            "content": {"body": one["body"], "variables": one.get("variables") or {}},
        }
        for one in given.get("prompts", ())
    ]
    release = {"id": None, "version": given["version"], "digest": None}
    more = {"tools": given.get("tools"), "settings": given.get("settings")}
    return Release({"release": release, "environment": environment, "prompts": prompts, **more}, "fallback")


def _otel_trace() -> Any:
    """OpenTelemetry where the program has set it up; its API alone makes no spans."""
    trace = sys.modules.get("opentelemetry.trace")
    if trace is None:
        return None
    name = type(trace.get_tracer_provider()).__name__
    return None if name in ("ProxyTracerProvider", "NoOpTracerProvider", "DefaultTracerProvider") else trace


def _after_fork() -> None:
    for client in list(_clients):
        if not client._is_closed:
            held = _Held(client._held.delivery)
            held.seq, held.source = client._held.seq, client._held.source
            client._begin(held)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


# -------------------------------------------------------------------------------------------------------------------------- templates
#
# The part of Liquid that @signalbox/sdk renders too, with the values of JSON, to the same text: test/fixtures/liquid-subset.json.


class _TemplateProblem(Exception):
    """A template that is not rendered here, and why."""


class _Undefined:
    def __bool__(self) -> bool:
        return False


_undefined = _Undefined()


class _Keyword:
    """``empty`` and ``blank``, which compare by what a value holds."""

    def __init__(self, name: str):
        self.name = name


_literals: Dict[str, Any] = {"true": True, "false": False, "nil": None, "null": None}
_literals.update({name: _Keyword(name) for name in ("empty", "blank")})
_MOST_LETTERS = _MOST_NODES = 1_000_000
_MOST_ITEMS = 100_000


def render(template: str, values: Mapping[str, Any], texts: Optional[Mapping[str, str]] = None) -> str:
    """The template with its variables filled in, as the server would. ``texts``: of prompts it refers to, by ``name@version``."""
    return _Rendering(values, texts or {}).whole(_parse(template))


def _is_true(value: Any) -> bool:
    return not (value is False or value is None or value is _undefined)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _number_text(value: Union[int, float]) -> str:
    if isinstance(value, int) and abs(value) < 2**53:
        return str(value)
    value = float(value)
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return "0"
    if abs(value) >= 1e21 or abs(value) < 1e-6:
        mantissa, _, exponent = repr(value).partition("e")
        if not exponent:
            mantissa, _, exponent = ("%r" % decimal.Decimal(repr(value)).normalize()).split("'")[1].lower().partition("e")
        power = int(exponent)
        return "%se%s%d" % (mantissa[:-2] if mantissa.endswith(".0") else mantissa, "+" if power >= 0 else "-", abs(power))
    text = format(decimal.Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _text(value: Any) -> str:
    if value is None or value is _undefined or isinstance(value, _Keyword):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if _is_number(value):
        return _number_text(value)
    if isinstance(value, (list, tuple)):
        return "".join(_text(one) for one in value)
    return "[object Object]" if isinstance(value, Mapping) else str(value)


def _number(value: Any) -> float:
    """What a calculation makes of a value: NaN where it is none."""
    if value is None:
        return 0
    if isinstance(value, bool) or _is_number(value):
        return value + 0
    if isinstance(value, (list, tuple)):
        value = ",".join("" if one is None else _text(one) for one in value)
    if not isinstance(value, str):
        return math.nan
    text = value.strip()
    if text == "":
        return 0
    if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", text, re.I):
        return float(text) if re.search(r"[.e]", text, re.I) else int(text)
    if re.fullmatch(r"0x[0-9a-f]+", text, re.I):
        return int(text, 16)
    return {"Infinity": math.inf, "+Infinity": math.inf, "-Infinity": -math.inf}.get(text, math.nan)


def _units(text: str) -> int:
    """Length as JavaScript counts it."""
    return len(text) + sum(1 for letter in text if ord(letter) > 0xFFFF)


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, _Keyword):
        return not isinstance(right, _Keyword) and _holds(left, right)
    if isinstance(right, _Keyword):
        return _holds(right, left)
    if isinstance(left, (list, tuple)):
        return isinstance(right, (list, tuple)) and len(left) == len(right) and all(map(_same, left, right))
    left, right = (None if one is _undefined else one for one in (left, right))
    if _is_number(left) and _is_number(right):
        return left == right
    if isinstance(left, Mapping) or isinstance(right, Mapping):
        return left is right
    return type(left) is type(right) and left == right


def _holds(keyword: _Keyword, value: Any) -> bool:
    if keyword.name == "blank":
        if value is False or value is None or value is _undefined:
            return True
        if isinstance(value, str):
            return value.strip() == ""
    return isinstance(value, (str, list, tuple, Mapping)) and len(value) == 0


def _compare(operator: str, left: Any, right: Any) -> bool:
    if operator == "==":
        return _same(left, right)
    if operator == "!=":
        return not _same(left, right)
    if operator == "and":
        return _is_true(left) and _is_true(right)
    if operator == "or":
        return _is_true(left) or _is_true(right)
    if operator == "contains":
        if isinstance(left, (list, tuple)):
            return any(_same(one, right) for one in left)
        return isinstance(left, str) and ("null" if right is None else _text(right)) in left
    if isinstance(left, _Keyword) or isinstance(right, _Keyword):
        return False
    if not (isinstance(left, str) and isinstance(right, str)):
        left, right = _number(left), _number(right)
    elif left != right:
        left, right = left.encode("utf-16-be", "surrogatepass"), right.encode("utf-16-be", "surrogatepass")
    return bool({">": left > right, "<": left < right, ">=": left >= right, "<=": left <= right}[operator])


def _property(value: Any, key: Any) -> Any:
    """One step of a path; _undefined = there is none."""
    if value is None or value is _undefined:
        return value
    if isinstance(value, (list, tuple)):
        if _is_number(key):
            at = int(key) + len(value) if key < 0 else int(key)
            return value[at] if 0 <= at < len(value) and key == int(key) else _undefined
        if key in ("first", "last") and isinstance(key, str):
            return (value[0] if key == "first" else value[-1]) if value else _undefined
    name = _text(key)
    if isinstance(value, Mapping):
        return value[name] if name in value else len(value) if name == "size" else _undefined
    if isinstance(value, (str, list, tuple)):
        if name.isdigit() and int(name) < len(value):
            return value[int(name)]
        if name == "length" or name == "size":
            return _units(value) if isinstance(value, str) else len(value)
    return _undefined


# Filters: each makes another value of a value. Pure: no clock, no chance, no code.


def _list(value: Any) -> List[Any]:
    return [] if value is None or value is _undefined else list(value) if isinstance(value, (list, tuple)) else [value]


def _of(value: Any) -> Union[int, float]:
    found = math.nan if value is _undefined else _number(value)
    return 0 if math.isnan(found) else found


def _whole(value: float, way: Callable[[float], int]) -> Union[int, float]:
    return way(value) if math.isfinite(value) else value


def _round(value: Any, places: Any = 0) -> Union[int, float]:
    """Half goes away from zero, on the decimals as written: 1.005 to two places is 1.01."""
    number, to = _of(value), int(_of(places))
    if not math.isfinite(number):
        return number
    exact = decimal.Decimal(repr(float(number)) if isinstance(number, float) else number)
    if abs(exact.scaleb(to)) > 2**53 - 1:
        return number
    rounded = float(exact.quantize(decimal.Decimal(1).scaleb(-to), decimal.ROUND_HALF_UP))
    return int(rounded) if rounded.is_integer() else rounded


def _divided(value: Any, by: Any, whole: Any = False) -> Union[int, float]:
    left, right = _of(value), _of(by)
    if right == 0:
        made = math.nan if left == 0 or math.isnan(left) else math.copysign(math.inf, left)
    else:
        made = left / right
    return _whole(made, math.floor) if _of(whole) != 0 else made


def _modulo(value: Any, by: Any) -> Union[int, float]:
    left, right = _of(value), _of(by)
    return left % right if right != 0 and math.isfinite(left) else math.nan


def _slice(value: Any, begin: Any, count: Any = 1) -> Any:
    if value is None or value is _undefined:
        return []
    everything = list(value) if isinstance(value, (list, tuple)) else list(_text(value))
    start, many = int(_of(begin)), int(_of(count))
    start = len(everything) + start if start < 0 else start
    cut = [] if start < 0 or many < 0 else everything[start : start + many]
    return cut if isinstance(value, (list, tuple)) else "".join(cut)


def _truncate(value: Any, most: Any = 50, end: Any = "...") -> Any:
    text, tail, count = _text(value), _text(end), int(_of(most))
    return value if len(text) <= count else text[: max(0, count - len(tail))] + tail


def _truncate_words(value: Any, most: Any = 15, end: Any = "...") -> str:
    words, count = re.split(r"\s+", _text(value).lstrip()), max(1, int(_of(most)))
    return " ".join(words[:count]) + (_text(end) if len(words) >= count else "")


def _split(value: Any, by: Any) -> List[str]:
    text, sign = _text(value), _text(by)
    parts = text.split(sign) if sign else list(text)
    while parts and parts[-1] == "":
        parts.pop()
    return parts


def _replace_last(value: Any, what: Any, by: Any) -> str:
    before, found, after = _text(value).rpartition(_text(what)) if _text(what) else (_text(value), "x", "")
    return before + _text(by) + after if found else after


def _replace(value: Any, what: Any, by: Any) -> str:
    sign = _text(what)
    return _text(value).replace(sign, _text(by)) if sign else _text(by).join(_text(value))


def _default(value: Any, otherwise: Any = _undefined, allows_false: Any = False) -> Any:
    if isinstance(value, (str, list, tuple)):
        return value if len(value) > 0 else otherwise
    if value is False and allows_false is True:
        return False
    return value if _is_true(value) else otherwise


def _unique(value: Any) -> List[Any]:
    seen: List[Any] = []
    for one in _list(value):
        if not any(one is other or (not isinstance(one, (list, tuple, Mapping)) and _same(one, other)) for other in seen):
            seen.append(one)
    return seen


def _mapped(value: Any, path: Any) -> List[Any]:
    made = []
    for one in _list(value):
        for name in _text(path).split("."):
            one = _property(one, name)
        made.append(one)
    return made


def _json(value: Any, indent: Any = 0) -> Any:
    def plain(one: Any) -> Any:
        if isinstance(one, float):
            return None if not math.isfinite(one) else int(one) if one.is_integer() and abs(one) < 1e21 else one
        if isinstance(one, Mapping):
            return {str(name): plain(inner) for name, inner in one.items() if inner is not _undefined}
        return [plain(inner) for inner in one] if isinstance(one, (list, tuple)) else None if one is _undefined else one

    if value is _undefined:
        return _undefined
    spaces = min(10, int(_of(indent)))
    separators = (",", ": ") if spaces > 0 else (",", ":")
    return json.dumps(plain(value), ensure_ascii=False, indent=spaces if spaces > 0 else None, separators=separators)


def _strip(make: Callable[[str], str]) -> Callable[..., str]:
    def filtered(value: Any, signs: Any = _undefined) -> str:
        if signs is not _undefined:
            raise _TemplateProblem("strip with an argument is not known here")
        return make(_text(value))

    return filtered


_signs = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;"}
_lists = (str, list, tuple)
_filters: Dict[str, Callable[..., Any]] = {
    "abs": lambda value: abs(_of(value)),
    "ceil": lambda value: _whole(_of(value), math.ceil),
    "floor": lambda value: _whole(_of(value), math.floor),
    "round": _round,
    "plus": lambda value, by: _of(value) + _of(by),
    "minus": lambda value, by: _of(value) - _of(by),
    "times": lambda value, by: _of(value) * _of(by),
    "divided_by": _divided,
    "modulo": _modulo,
    "at_least": lambda value, least: max(_of(value), _of(least)),
    "at_most": lambda value, most: min(_of(value), _of(most)),
    "append": lambda value, more: _text(value) + _text(more),
    "prepend": lambda value, more: _text(more) + _text(value),
    "upcase": lambda value: _text(value).upper(),
    "downcase": lambda value: _text(value).lower(),
    "capitalize": lambda value: _text(value)[:1].upper() + _text(value)[1:].lower(),
    "strip": _strip(str.strip),
    "lstrip": _strip(str.lstrip),
    "rstrip": _strip(str.rstrip),
    "strip_newlines": lambda value: re.sub(r"\r?\n", "", _text(value)),
    "squish": lambda value: re.sub(r"\s+", " ", _text(value)).strip(),
    "newline_to_br": lambda value: re.sub(r"\r?\n", "<br />\n", _text(value)),
    "escape": lambda value: re.sub(r"[&<>\"']", lambda found: _signs[found[0]], _text(value)),
    "split": _split,
    "truncate": _truncate,
    "truncatewords": _truncate_words,
    "replace": _replace,
    "replace_first": lambda value, what, by: _text(value).replace(_text(what), _text(by), 1),
    "replace_last": _replace_last,
    "remove": lambda value, what: _replace(value, what, ""),
    "remove_first": lambda value, what: _text(value).replace(_text(what), "", 1),
    "remove_last": lambda value, what: _replace_last(value, what, ""),
    "url_encode": lambda value: urllib.parse.quote(_text(value), safe="-_.!~*'()").replace("%20", "+"),
    "slice": _slice,
    "map": _mapped,
    "join": lambda value, by=None: (" " if by is None else _text(by)).join(_text(one) for one in _list(value)),
    "first": lambda value: (value[0] if value else _undefined) if isinstance(value, _lists) else "",
    "last": lambda value: (value[-1] if value else _undefined) if isinstance(value, _lists) else "",
    "reverse": lambda value: _list(value)[::-1],
    "size": lambda value: _units(value) if isinstance(value, str) else len(value) if isinstance(value, _lists) else 0,
    "uniq": _unique,
    "compact": lambda value: [one for one in _list(value) if one is not None and one is not _undefined],
    "concat": lambda value, more=None: _list(value) + _list(more),
    "default": _default,
    "json": _json,
}

# A template is read into tuples, the first of each its kind.
_Node = Tuple[Any, ...]


def _pieces(template: str) -> List[Dict[str, Any]]:
    """Text, outputs and tags, blanks already trimmed where a dash says so."""
    pieces: List[Dict[str, Any]] = []
    at = 0
    while at < len(template):
        found = re.compile(r"\{[{%]").search(template, at)
        begin = found.start() if found else len(template)
        if begin > at:
            pieces.append({"kind": "text", "text": template[at:begin]})
        if begin == len(template):
            break
        end = _end_of_output(template, begin) if template[begin + 1] == "{" else template.find("%}", begin + 2) + 2
        if end < begin + 2:
            raise _TemplateProblem("%s is not closed" % template[begin : begin + 40])
        whole = template[begin:end]
        left, right = whole[2:3] == "-", len(whole) > 5 and whole[-3] == "-"
        text = whole[3 if left else 2 : -3 if right else -2].strip()
        piece = {"kind": "output", "text": text, "left": left, "right": right}
        if whole[1] == "%":
            name = re.match(r"#|[\w-]*", text)[0]  # type: ignore[index]
            piece.update({"kind": "tag", "name": name, "text": text[len(name) :].strip()})
        pieces.append(piece)
        at = end
        if piece.get("name") == "raw":
            # What stands in between is kept as it is, and its own dashes trim nothing.
            close = re.compile(r"\{%\s*endraw(?![\w-])[^%]*%\}").search(template, at)
            if close is None:
                raise _TemplateProblem("raw is not closed")
            piece["right"] = False
            if close.start() > at:
                pieces.append({"kind": "text", "text": template[at : close.start()]})
            pieces.append({"kind": "tag", "name": "endraw", "text": "", "right": close[0].endswith("-%}")})
            at = close.end()
    for index, piece in enumerate(pieces):
        if piece.get("left") and index > 0 and pieces[index - 1]["kind"] == "text":
            pieces[index - 1]["text"] = pieces[index - 1]["text"].rstrip()
        if piece.get("right") and index + 1 < len(pieces) and pieces[index + 1]["kind"] == "text":
            pieces[index + 1]["text"] = pieces[index + 1]["text"].lstrip()
    return pieces


def _end_of_output(template: str, begin: int) -> int:
    """Two braces in a quoted text do not end an output."""
    quote, at = "", begin + 2
    while at < len(template):
        letter = template[at]
        if quote:
            if letter == "\\":
                at += 1
            elif letter == quote:
                quote = ""
        elif letter in "\"'":
            quote = letter
        elif template.startswith("}}", at):
            return at + 2
        at += 1
    return 0


def _parse(template: str) -> List[_Node]:
    pieces = _pieces(template)
    at, depth = 0, 0

    def until(ends: Tuple[str, ...]) -> Tuple[List[_Node], Dict[str, Any]]:
        nonlocal at, depth
        depth += 1
        if depth > 50:
            raise _TemplateProblem("it is nested too deeply")
        body: List[_Node] = []
        while at < len(pieces):
            piece = pieces[at]
            at += 1
            if piece["kind"] == "text":
                body.append(("text", piece["text"]))
            elif piece["kind"] == "output":
                body.append(("output", _Reader(piece["text"]).only()))
            elif piece["name"] in ends:
                depth -= 1
                return body, piece
            else:
                body.extend(tag(piece))
        if ends:
            raise _TemplateProblem("%s is missing" % ends[-1])
        return body, {}

    def tag(piece: Dict[str, Any]) -> List[_Node]:
        nonlocal at
        name, text = piece["name"], piece["text"]
        if name == "#":
            return []
        if name == "comment":
            while at < len(pieces):
                at += 1
                if pieces[at - 1].get("name") == "endcomment":
                    return []
            raise _TemplateProblem("endcomment is missing")
        if name == "raw":
            return until(("endraw",))[0]
        if name in ("if", "unless"):
            close, branches, following = "end" + name, [], piece
            while True:
                when = None if following["name"] == "else" else _Reader(following["text"]).only()
                body, end = until((close,) if when is None else ("elsif", "else", close))
                branches.append((when, following["name"] == "unless", body))
                if end["name"] == close:
                    return [("if", branches)]
                following = end
        if name == "case":
            of, cases, otherwise = _Reader(text).only(), [], []
            end = until(("when", "else", "endcase"))[1]
            while end["name"] != "endcase":
                if end["name"] == "else":
                    otherwise, end = until(("endcase",))
                else:
                    reader = _Reader(end["text"])
                    wanted = [reader.value()]
                    while reader.takes(",") or reader.takes("or "):
                        wanted.append(reader.value())
                    reader.end()
                    body, end = until(("when", "else", "endcase"))
                    cases.append((wanted, body))
            return [("case", of, cases, otherwise)]
        if name == "for":
            return [loop(text)]
        if name == "assign":
            reader = _Reader(text)
            variable = reader.word()
            if variable is None or not reader.takes("="):
                raise _TemplateProblem('assign %s: expected a name and "="' % text)
            of = reader.filtered()
            reader.end()
            return [("assign", variable, of)]
        if name == "capture":
            found = re.fullmatch(r"([\"']?)([\w-]+)\1", text)
            if found is None:
                raise _TemplateProblem("capture %s: expected a name" % text)
            return [("capture", found[2], until(("endcapture",))[0])]
        if name == "prompt":
            found = re.fullmatch(r"[\"']([^\"'@]+)@([^\"']+)[\"']", text)
            if found is None:
                raise _TemplateProblem('a reference is written {% prompt "name@3" %}')
            return [("prompt", "%s@%s" % (found[1].strip(), found[2].strip()))]
        if name in ("break", "continue"):
            return [("leave", name)]
        raise _TemplateProblem('the tag "%s" is not known here' % name)

    def loop(text: str) -> _Node:
        reader = _Reader(text)
        variable = reader.word()
        if variable is None or reader.word() != "in":
            raise _TemplateProblem('for %s: expected "for x in xs"' % text)
        over, said = reader.value(), {"limit": None, "offset": None, "reversed": False}
        while not reader.is_at_end():
            reader.takes(",")
            word = reader.word()
            if word == "reversed":
                said["reversed"] = True
            elif word in ("limit", "offset") and reader.takes(":"):
                said[word] = reader.value()
            else:
                raise _TemplateProblem('for %s: "%s" is not known here' % (text, word))
        body, end = until(("else", "endfor"))
        otherwise = until(("endfor",))[0] if end["name"] == "else" else []
        return ("for", variable, over, said, body, otherwise)

    nodes, _ = until(())
    return nodes


class _Reader:
    """What stands inside the delimiters, from left to right."""

    _word = re.compile(r"[A-Za-z0-9_\-?\u0080-\uffff]+")
    _number = re.compile(r"[+-]?[0-9]+(?:\.(?!\.)[0-9]*)?(?![\w\-?])")
    _quoted = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'', re.S)
    _operator = re.compile(r"==|!=|>=|<=|>|<|(?:contains|and|or|not)(?![\w\-?])")
    _escapes = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}

    def __init__(self, text: str):
        self._text, self._at, self._depth = text, 0, 0

    def only(self) -> _Node:
        of = self.filtered()
        self.end()
        return of

    def end(self) -> None:
        if not self.is_at_end():
            self._refuse("is not understood here")

    def is_at_end(self) -> bool:
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1
        return self._at >= len(self._text)

    def takes(self, sign: str) -> bool:
        self.is_at_end()
        found = self._text.startswith(sign, self._at)
        self._at += len(sign) if found else 0
        return found

    def word(self) -> Optional[str]:
        self.is_at_end()
        return self._match(self._word)

    def filtered(self) -> _Node:
        of, applied = self.expression(), []
        while self.takes("|"):
            name = self.word() or self._refuse("is no filter")
            if name not in _filters:
                raise _TemplateProblem('the filter "%s" is not known here: use another, or render it on the server' % name)
            args: List[Any] = []
            allows_false = None
            while self.takes(",") if args or allows_false else self.takes(":"):
                kept = self._at
                key = self.word()
                if key is not None and self.takes(":"):
                    if name != "default" or key != "allow_false":
                        raise _TemplateProblem('"%s:" is not known here' % key)
                    allows_false = self.value()
                    continue
                self._at = kept
                args.append(self.value())
            applied.append((name, args, allows_false))
        return (of, applied)

    def expression(self, least: int = 0) -> _Node:
        """Operators of one rank are read from the right: ``a and b or c`` is ``a and (b or c)``, as Liquid has it."""
        self._depth += 1
        if self._depth > 40:
            raise _TemplateProblem("it is nested too deeply")
        kept = self._at
        if self._next_operator(1) == "not":
            left: _Node = ("not", self.expression(1))
        else:
            self._at = kept
            left = self.value()
        operator = self._next_operator(least)
        while operator is not None:
            left = ("pair", operator, left, self.expression(self._rank(operator)))
            operator = self._next_operator(least)
        self._depth -= 1
        return left

    def value(self) -> _Node:
        self.is_at_end()
        text = self._match(self._quoted)
        if text is not None:
            return self._path(("value", self._unquoted(text)))
        digits = self._match(self._number)
        if digits is not None:
            return ("value", float(digits) if "." in digits else int(digits))
        if self.takes("("):
            low = self.value()
            if not self.takes(".."):
                self._refuse("is no range, which is written (1..5)")
            high = self.value()
            if not self.takes(")"):
                self._refuse("does not close the range")
            return ("range", low, high)
        first = self._match(self._word)
        if first is None:
            return self._refuse("is no value")
        return ("value", _literals[first]) if first in _literals else self._path(("path", [("value", first)]))

    @staticmethod
    def _rank(name: str) -> int:
        return 0 if name in ("and", "or") else 1 if name == "not" else 2

    def _next_operator(self, least: int) -> Optional[str]:
        self.is_at_end()
        kept = self._at
        found = self._match(self._operator)
        if found is not None and self._rank(found) >= least:
            return found
        self._at = kept
        return None

    def _path(self, first: _Node) -> _Node:
        path: List[_Node] = list(first[1]) if first[0] == "path" else []
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                self._at += 1
                path.append(self.value())
                if not self.takes("]"):
                    self._refuse('does not close "["')
            elif self._text[self._at] == "." and self._text[self._at + 1 : self._at + 2] != ".":
                self._at += 1
                path.append(("value", self._match(self._word) or self._refuse("is no name of a property")))
            else:
                break
        if first[0] == "path":
            return ("path", path)
        if path:
            raise _TemplateProblem("properties of quoted texts are not known here")
        return first

    def _unquoted(self, text: str) -> str:
        def sign(found: "re.Match[str]") -> str:
            return chr(int(found[1][1:], 16)) if len(found[1]) == 5 else self._escapes.get(found[1], found[1])

        return re.sub(r"\\(u[0-9a-fA-F]{4}|.)", sign, text[1:-1], flags=re.S)

    def _match(self, pattern: "re.Pattern[str]") -> Optional[str]:
        found = pattern.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return found[0] if found else None

    def _refuse(self, why: str) -> Any:
        rest = self._text[self._at : self._at + 30]
        raise _TemplateProblem('%s %s, in "%s"' % ('"%s"' % rest if rest else "the end", why, self._text[:60]))


class _Rendering:
    def __init__(self, values: Mapping[str, Any], texts: Mapping[str, str]):
        self._values, self._texts = values, texts
        self._assigned: Dict[str, Any] = {}
        self._loops: List[Dict[str, Any]] = []
        self._within: List[str] = []
        self._letters, self._nodes, self._leaving = _MOST_LETTERS, _MOST_NODES, ""

    def whole(self, nodes: List[_Node]) -> str:
        out = []
        for node in nodes:
            self._nodes -= 1
            if self._nodes < 0:
                raise _TemplateProblem("it takes too long")
            out.append(self._one(node))
            if self._leaving:
                break
        return "".join(out)

    def _one(self, node: _Node) -> str:
        kind = node[0]
        if kind == "text":
            return self._write(node[1])
        if kind == "output":
            return self._write(_text(self._filtered(node[1], False)))
        if kind == "assign":
            self._assigned[node[1]] = self._filtered(node[2], True)
        elif kind == "capture":
            self._assigned[node[1]] = self.whole(node[2])
        elif kind == "leave":
            self._leaving = node[1]
        elif kind == "if":
            for when, negated, body in node[1]:
                if when is None or _is_true(self._filtered(when, True)) != negated:
                    return self.whole(body)
        elif kind == "case":
            value = self._filtered(node[1], True)
            fits = [body for wanted, body in node[2] if any(_same(value, self._evaluate(one, True)) for one in wanted)]
            return "".join(self.whole(body) for body in fits) if fits else self.whole(node[3])
        elif kind == "for":
            return self._repeat(node)
        elif kind == "prompt":
            return self._refer(node[1])
        return ""

    def _repeat(self, node: _Node) -> str:
        _, variable, over, said, body, otherwise = node
        value = self._evaluate(over, False)
        items = list(value) if isinstance(value, (list, tuple)) else [value] if isinstance(value, str) and value else []
        if isinstance(value, Mapping):
            items = [[name, inner] for name, inner in value.items()]
        if not items:
            return self.whole(otherwise)
        if said["offset"] is not None:
            items = items[int(_of(self._evaluate(said["offset"], False))) :]
        if said["limit"] is not None:
            items = items[: int(_of(self._evaluate(said["limit"], False)))]
        if said["reversed"]:
            items = items[::-1]
        out, count = [], len(items)
        for at, item in enumerate(items):
            place = {"length": count, "index": at + 1, "index0": at, "rindex": count - at, "rindex0": count - at - 1}
            place.update({"first": at == 0, "last": at == count - 1})
            self._loops.append({"forloop": place, variable: item})
            self._leaving = ""
            out.append(self.whole(body))
            self._loops.pop()
            if self._leaving == "break":
                break
        self._leaving = ""
        return "".join(out)

    def _refer(self, reference: str) -> str:
        if reference not in self._texts:
            raise _TemplateProblem("the text of the prompt %s did not come with the release" % reference)
        if reference in self._within:
            raise _TemplateProblem("%s refers to itself" % reference)
        self._within.append(reference)
        out = self.whole(_parse(self._texts[reference]))
        self._within.pop()
        return out

    def _write(self, text: str) -> str:
        self._letters -= _units(text)
        if self._letters < 0:
            raise _TemplateProblem("it becomes longer than %d characters" % _MOST_LETTERS)
        return text

    def _find(self, name: str) -> Any:
        for scope in reversed(self._loops):
            if name in scope:
                return scope[name]
        return self._assigned[name] if name in self._assigned else self._values.get(name, _undefined)

    def _filtered(self, node: _Node, lenient: bool) -> Any:
        of, applied = node
        value = self._evaluate(of, lenient or bool(applied) and applied[0][0] == "default")
        for name, args, allows_false in applied:
            given = [self._evaluate(one, False) for one in args]
            if allows_false is not None:
                given = (given + [_undefined])[:1] + [self._evaluate(allows_false, False)]
            try:
                value = _filters[name](value, *given)
            except (TypeError, ValueError, OverflowError, decimal.DecimalException) as error:
                raise _TemplateProblem('the filter "%s" cannot be used so: %s' % (name, error)) from error
        return value

    def _evaluate(self, node: _Node, lenient: bool) -> Any:
        kind = node[0]
        if kind == "value":
            return node[1]
        if kind == "not":
            return not _is_true(self._evaluate(node[1], lenient))
        if kind == "pair":
            left = self._evaluate(node[2], lenient)
            return _compare(node[1], left, self._evaluate(node[3], lenient))
        if kind == "range":
            low, high = (_number(self._evaluate(one, False)) for one in node[1:])
            if high - low >= _MOST_ITEMS:
                raise _TemplateProblem("a range of more than %d numbers" % _MOST_ITEMS)
            count = 0 if math.isnan(high - low) else max(0, math.ceil(high + 1 - low))
            return [low + n for n in range(count)]
        keys = [self._evaluate(one, False) for one in node[1]]
        value = self._find(_text(keys[0]))
        for at in range(len(keys)):
            value = value if at == 0 else _property(value, keys[at])
            if value is _undefined:
                if lenient:
                    return None
                raise _TemplateProblem("undefined variable: %s" % ".".join(_text(one) for one in keys[: at + 1]))
        return value


# -------------------------------------------------------------------------------------------------------------------------- variables


def _fitted(schema: Mapping[str, Any], given: Mapping[str, Any]) -> Dict[str, Any]:
    """The variables of a template: defaults filled in, checked by their JSON Schema, what is declared and not given None."""
    properties = schema.get("properties")
    properties = properties if isinstance(properties, Mapping) else {}
    values = dict(given)
    for name, one in properties.items():
        if isinstance(one, Mapping) and "default" in one and name not in values:
            values[name] = json.loads(json.dumps(one["default"]))
    problem = _unfit(schema, values, "variables")
    if problem is not None:
        raise SignalboxError("variables_unfit", "The variables do not fit: %s." % problem)
    for name in properties:
        values.setdefault(name, None)
    return values


def _is_integer(value: Any) -> bool:
    return _is_number(value) and math.isfinite(value) and value == int(value)


_types: Dict[str, Callable[[Any], bool]] = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "integer": _is_integer,
    "number": _is_number,
    "string": lambda value: isinstance(value, str),
    "array": lambda value: isinstance(value, (list, tuple)),
    "object": lambda value: isinstance(value, Mapping),
}


def _alike(one: Any, other: Any) -> bool:
    """As JSON Schema has it: keys in any order, and true is not 1."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_alike(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(_alike, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def _unfit(rules: Any, value: Any, path: str) -> Optional[str]:
    """The first thing that is wrong, in words; None = it fits. Of JSON Schema the keywords that Signalbox takes for variables."""
    if rules is False:
        return path + " must not be given"
    if not isinstance(rules, Mapping):
        return None
    types = rules.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(_types.get(one, lambda _: False)(value) for one in types):
        return "%s must be %s" % (path, " or ".join(types))
    if isinstance(rules.get("enum"), list) and not any(_alike(one, value) for one in rules["enum"]):
        return "%s must be one of %s" % (path, json.dumps(rules["enum"], ensure_ascii=False))
    if "const" in rules and not _alike(rules["const"], value):
        return "%s must be %s" % (path, json.dumps(rules["const"], ensure_ascii=False))
    for one in rules.get("allOf") or ():
        found = _unfit(one, value, path)
        if found is not None:
            return found
    if rules.get("anyOf") is not None and all(_unfit(one, value, path) is not None for one in rules["anyOf"]):
        return path + " fits none of the schemas it may"
    if rules.get("oneOf") is not None and sum(_unfit(one, value, path) is None for one in rules["oneOf"]) != 1:
        return path + " must fit exactly one of its schemas"
    if _is_number(value):
        return _unfit_number(rules, value, path)
    if isinstance(value, str):
        return _unfit_size(rules, len(value), path, ("Length", "characters"))
    if isinstance(value, (list, tuple)):
        each = (_unfit(rules.get("items"), one, "%s.%d" % (path, at)) for at, one in enumerate(value))
        return _unfit_size(rules, len(value), path, ("Items", "items")) or next(filter(None, each), None)
    if not isinstance(value, Mapping):
        return None
    properties = rules.get("properties") or {}
    for name in rules.get("required") or ():
        if name not in value:
            return "%s.%s is missing" % (path, name)
    for name, one in value.items():
        found = _unfit(properties[name] if name in properties else rules.get("additionalProperties"), one, "%s.%s" % (path, name))
        if found is not None:
            return found
    return _unfit_size(rules, len(value), path, ("Properties", "properties"))


def _unfit_number(rules: Mapping[str, Any], value: float, path: str) -> Optional[str]:
    checks = [
        ("minimum", lambda bound: value < bound, "at least"),
        ("maximum", lambda bound: value > bound, "at most"),
        ("exclusiveMinimum", lambda bound: value <= bound, "more than"),
        ("exclusiveMaximum", lambda bound: value >= bound, "less than"),
        ("multipleOf", lambda bound: abs(value / bound - round(value / bound)) > 1e-9, "a multiple of"),
    ]
    for name, is_wrong, words in checks:
        if name in rules and is_wrong(rules[name]):
            return "%s must be %s %s" % (path, words, _number_text(rules[name]))
    return None


def _unfit_size(rules: Mapping[str, Any], size: int, path: str, words: Tuple[str, str]) -> Optional[str]:
    what, noun = words
    least, most = rules.get("min" + what), rules.get("max" + what)
    if _is_number(least) and size < least:
        return "%s must have at least %s %s" % (path, least, noun)
    return "%s must have at most %s %s" % (path, most, noun) if _is_number(most) and size > most else None
