"""Which server a language model is asked on. Set by the operator alone."""

from urllib.parse import urlsplit

from pydantic import SecretStr, field_validator

from dialogue.record import Record

NO_KEY = SecretStr("none")
"""What is sent to a server that asks for no key."""


class ModelServer(Record):
    """An OpenAI-compatible server with the model that is asked there. Set by the operator alone."""

    url: str
    key: SecretStr = NO_KEY
    model: str
    timeout: float = 30.0
    """Seconds for a request to be answered."""
    retries: int = 2
    """Further tries after a 429, a 5xx, a refused connection or a timeout."""

    @field_validator("url")
    @classmethod
    def is_an_address(cls, url: str) -> str:
        """Only a web address can be asked, and it holds no key: addresses are logged and shown."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("needs a whole address, such as http://127.0.0.1:8080/v1")
        if "@" in parts.netloc or "?" in url or "#" in url:
            raise ValueError("holds more than an address (a name, ? or #); give the key as ATTUNE_JUDGE_KEY")
        return url

    @property
    def host(self) -> str:
        """Who is asked, without keys or paths, for the operator and the trainee to see."""
        return urlsplit(self.url).hostname or ""

    @property
    def sent_key(self) -> SecretStr:
        """Give what is sent as the key."""
        return self.key if self.key.get_secret_value() else NO_KEY
