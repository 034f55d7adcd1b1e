"""A toy OpenID Connect provider on the loopback: it knows one person at a time and forgets each code. Not a test."""

import json
import secrets
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

CLIENT, SECRET = "shidra", "a secret of the provider"


class Provider:
    """What it says of whoever signs in there, and what it was asked."""

    def __init__(self, address):
        self.address = address
        self.claims = {}
        self.codes = {}
        self.asked = []

    def discovery(self):
        """Where its parts are."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def authorize(self, asked):
        """The person says yes: back to the portal with a code."""
        code = secrets.token_urlsafe(12)
        self.codes[code] = asked["code_challenge"]
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent):
        """A code for tokens, once, to the client that knows the secret and the verifier."""
        challenge = self.codes.pop(sent.get("code", ""), None)
        if challenge is None or (sent.get("client_id"), sent.get("client_secret")) != (CLIENT, SECRET):
            return 400, {"error": "invalid_grant"}
        if not sent.get("code_verifier"):
            return 400, {"error": "invalid_request"}
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300, **self.claims}
        signed = jwt.encode(claims, "k" * 32, algorithm="HS256")
        return 200, {"access_token": "open", "token_type": "Bearer", "expires_in": 300, "id_token": signed}


def _handler(provider):
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args):
            """Silent."""

        def answer(self, status, body):
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def do_GET(self):
            provider.asked.append(self.path)
            if self.path == "/.well-known/openid-configuration":
                self.answer(200, provider.discovery())
            elif self.path == "/userinfo" and self.headers["Authorization"] == "Bearer open":
                self.answer(200, provider.claims)
            else:
                self.answer(404, {})

        def do_POST(self):
            provider.asked.append(self.path)
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.answer(*provider.token({name: values[0] for name, values in parse_qs(sent).items()}))

    return Handler


@contextmanager
def running():
    """The provider, listening on a free port of the loopback until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    provider = Provider(f"http://127.0.0.1:{server.server_port}")
    server.RequestHandlerClass = _handler(provider)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def query(address):
    """The words of an address's query."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
