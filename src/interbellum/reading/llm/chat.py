"""One call of the OpenAI chat protocol, with retries, and with formats tried from strict to plain."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import httpx

from interbellum.errors import InterbellumError

_AGAIN = frozenset((408, 409, 425, 429, 500, 502, 503, 504))


@dataclass(frozen=True)
class Usage:
    """What was spent: requests, tokens in and out, replies taken from the cache."""

    requests: int = 0
    prompt: int = 0
    completion: int = 0
    cached: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.requests + other.requests,
            self.prompt + other.prompt,
            self.completion + other.completion,
            self.cached + other.cached,
        )


class ChatError(InterbellumError):
    """The endpoint gave no usable reply."""

    def __init__(self, what: str, usage: Usage) -> None:
        super().__init__(what)
        self.usage = usage


class Chat:
    """A connection to an endpoint. Use as a context manager; safe to share between threads."""

    def __init__(
        self,
        url: str,
        key: str | None,
        timeout: float,
        retries: int,
        backoff: float,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.Client(timeout=timeout, headers=headers, transport=transport, trust_env=False)
        self._url = f"{url}/chat/completions"
        self._retries = retries
        self._backoff = backoff
        self._format = 0

    def __enter__(self) -> Chat:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def complete(
        self, model: str, messages: list[dict[str, str]], schema: dict[str, Any], temperature: float
    ) -> tuple[str, Usage]:
        """Return the reply's text and what it cost. Tries json_schema, then json_object, then plain text."""
        usage = Usage()
        problem = "no reply"
        for attempt in range(self._retries + 1):
            if attempt:
                time.sleep(min(30.0, self._backoff * 2 ** (attempt - 1)))
            usage += Usage(requests=1)
            try:
                response = self._client.post(self._url, json=self._body(model, messages, schema, temperature))
            except httpx.TimeoutException:
                problem = "the endpoint did not answer in time"
                continue
            except httpx.HTTPError as error:
                problem = f"the endpoint cannot be reached ({type(error).__name__})"
                continue
            if response.status_code in (400, 422) and self._format < 2:
                self._format += 1
                continue
            if response.status_code in _AGAIN:
                problem = f"the endpoint answered {response.status_code}"
                continue
            if response.status_code != 200:
                raise ChatError(f"the endpoint answered {response.status_code}", usage)
            content, spent, fault = _content(response)
            usage += spent
            if content:
                return content, usage
            problem = fault
        raise ChatError(f"{problem} ({self._retries + 1} attempts)", usage)

    def _body(
        self, model: str, messages: list[dict[str, str]], schema: dict[str, Any], temperature: float
    ) -> dict[str, Any]:
        body: dict[str, Any] = {"model": model, "messages": messages, "temperature": temperature}
        if self._format == 0:
            body["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": "claims", "strict": True, "schema": schema},
            }
        elif self._format == 1:
            body["response_format"] = {"type": "json_object"}
        return body


def _content(response: httpx.Response) -> tuple[str, Usage, str]:
    try:
        data = response.json()
        spent = data.get("usage") or {}
        usage = Usage(prompt=int(spent.get("prompt_tokens") or 0), completion=int(spent.get("completion_tokens") or 0))
        content = data["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return "", Usage(), "the endpoint's answer is not the chat protocol"
    if not isinstance(content, str) or not content.strip():
        return "", usage, "the reply is empty"
    return content, usage, ""
