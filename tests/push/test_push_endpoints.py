"""Which addresses the server lets itself be sent to."""

import pytest

from server.push.endpoints import Unreachable, address_of, is_public, parse

GOOD = (
    "https://fcm.googleapis.com/fcm/send/abc:def",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
    "https://web.push.apple.com/QAbc",
    "https://hk2p.notify.windows.com/w/?token=x%2b",
)
BAD = (
    "http://fcm.googleapis.com/x",
    "https://fcm.googleapis.com:8443/x",
    "https://127.0.0.1/x",
    "https://[::1]/x",
    "https://2130706433/x",
    "https://0x7f000001/x",
    "https://localhost/x",
    "https://printer.local/x",
    "https://db.internal/x",
    "https://intranet/x",
    "https://user:secret@fcm.googleapis.com/x",
    "https://fcm.googleapis.com/x#y",
    "https://fcm.googleapis.com/x y",
    "https://fcm.googleapis.com/x\r\nHost: y",
    "https://fcm.googleapis.com:99999/x",
    "https://пример.рф/x",
    "https://.com/x",
    "file:///etc/passwd",
    "ftp://push.example.com/x",
    "https://" + "a" * 2_000 + ".com/",
    "",
)


@pytest.mark.parametrize("text", GOOD)
def test_push_services_of_browsers_are_taken(text: str) -> None:
    endpoint = parse(text)
    assert text.startswith(endpoint.origin + "/")
    assert endpoint.origin + endpoint.path == text


@pytest.mark.parametrize("text", BAD)
def test_whatever_is_no_public_push_service_is_refused(text: str) -> None:
    with pytest.raises(Unreachable):
        parse(text)


def test_a_host_the_installation_trusts_is_taken_as_it_is() -> None:
    trusted = frozenset({"127.0.0.1:8099"})
    assert parse("http://127.0.0.1:8099/push/x", trusted).trusted
    with pytest.raises(Unreachable):
        parse("http://127.0.0.1:8098/push/x", trusted)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
        "2001:db8::1", "nobody",
    ],
)  # fmt: skip
def test_addresses_of_ones_own_network_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "142.250.1.1", "2a00:1450:4001::1"])
def test_addresses_on_the_internet_are_public(address: str) -> None:
    assert is_public(address)


def test_a_public_name_that_leads_home_is_not_called() -> None:
    """The name is looked up when the push is sent: it may have changed since it was given."""
    endpoint = parse("https://push.example.com/x")
    with pytest.raises(Unreachable):
        address_of(endpoint, lambda _host, _port: ["8.8.8.8", "127.0.0.1"])
    with pytest.raises(Unreachable):
        address_of(endpoint, lambda _host, _port: [])
    assert address_of(endpoint, lambda _host, _port: ["8.8.8.8"]) == "8.8.8.8"
