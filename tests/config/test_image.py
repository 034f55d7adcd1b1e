"""What the production image is made of, as far as it can be seen without building it."""

import os
import re
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
NAME = "portal.example.org"


class Portal(BaseHTTPRequestHandler):
    """Answers to one host name only, as the portal does."""

    def do_GET(self) -> None:
        self.send_response(200 if self.headers["Host"] == NAME else 400)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def port():
    server = HTTPServer(("127.0.0.1", 0), Portal)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def healthy(port: int, **names: str) -> bool:
    environment = {"PATH": os.environ["PATH"], "BIND": f"127.0.0.1:{port}", **names}
    done = subprocess.run([ROOT / "docker/healthcheck"], env=environment, capture_output=True, check=False)
    return done.returncode == 0


def test_the_health_check_asks_under_the_host_name_of_the_setting_or_of_its_file(port, tmp_path):
    named = tmp_path / "hosts"
    named.write_text(f"{NAME}, other.example.org\n", encoding="utf-8")
    assert healthy(port, ALLOWED_HOSTS=f"{NAME},other.example.org")
    assert healthy(port, ALLOWED_HOSTS_FILE=str(named))
    assert not healthy(port, ALLOWED_HOSTS="other.example.org")


def test_the_client_in_the_image_is_of_the_server_s_version():
    client = re.search(r"postgresql-client-(\d+)", (ROOT / "docker/Dockerfile").read_text(encoding="utf-8"))
    server = re.search(r"image: postgres:(\d+)", (ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    assert client and server
    assert client[1] == server[1], "pg_dump of another version than the server's: no backup in production."


@pytest.mark.parametrize("name", [".gitignore", ".dockerignore"])
def test_secrets_go_neither_into_git_nor_into_the_image(name):
    lines = {line.strip("/") for line in (ROOT / name).read_text(encoding="utf-8").splitlines()}
    assert {".env", "docker/certificates", "var"} <= lines
