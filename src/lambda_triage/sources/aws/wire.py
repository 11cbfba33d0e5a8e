"""One way out for all clients, which reads the list of authorities once.

botocore has every new connection read that list again, 24 ms of CPU each (150 authorities, OpenSSL
3.0, 2026): for the fifty connections of a diagnosis more than all the rest of asking. What is sent
and what is checked stays botocore's business. Where a proxy is set, each client goes its own way,
since who is reached without it depends on the host.
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from botocore.awsrequest import AWSPreparedRequest, AWSResponse
    from botocore.client import BaseClient
    from botocore.httpsession import URLLib3Session
    from botocore.session import Session

    from lambda_triage.sources.aws.turns import Turns


class Wire:
    """Sends what clients ask; any number of threads may."""

    def __init__(
        self, session: Session, timeout_s: tuple[float, float], workers: int, turns: Turns
    ) -> None:
        self._turns = turns
        verify = session.get_config_variable("ca_bundle") or os.environ.get("REQUESTS_CA_BUNDLE")
        self._http = _http(verify or True, timeout_s, workers)

    def attach(self, client: BaseClient) -> None:
        """Have *client* send through this, after all else that looks at a request."""
        client.meta.events.register_last("before-send", self._send)

    def _send(self, request: AWSPreparedRequest, **_: object) -> AWSResponse:
        with self._turns.away():
            return self._http.send(request)


def _http(verify: bool | str, timeout_s: tuple[float, float], workers: int) -> URLLib3Session:
    from botocore.httpsession import URLLib3Session

    lock = threading.Lock()
    known: set[int] = set()  # contexts, which live as long as this

    class Once(URLLib3Session):  # type: ignore[misc]  # botocore has no types
        """Has a context read its authorities before its first connection, and not again."""

        def _setup_ssl_cert(self, pool: Any, url: str, verify: bool | str) -> None:
            """Where this is not called, each connection reads them: slower, and as safe."""
            super()._setup_ssl_cert(pool, url, verify)
            context = pool.conn_kw.get("ssl_context")
            if not pool.ca_certs or context is None:
                return
            with lock:
                if id(context) not in known:
                    context.load_verify_locations(pool.ca_certs)
                    known.add(id(context))
            pool.ca_certs = None

    return Once(verify=verify, timeout=timeout_s, max_pool_connections=workers)
