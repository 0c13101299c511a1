"""Where a hall's network is, and the code that leads phones there."""

import socket
from typing import NamedTuple

import psutil
import pytest

from electoral_binder import hall_network
from electoral_binder.join import for_terminal, picture


class Told(NamedTuple):
    family: int
    address: str


class State(NamedTuple):
    isup: bool


@pytest.fixture
def networks(monkeypatch):
    """Return how to let the machine have other networks."""

    def have(networks, down=()):
        told = {n: [Told(socket.AF_INET, a) for a in found] for n, found in networks.items()}
        monkeypatch.setattr(psutil, "net_if_addrs", lambda: told)
        states = {name: State(name not in down) for name in networks}
        monkeypatch.setattr(psutil, "net_if_stats", lambda: states)

    return have


def test_a_hall_s_address_is_a_private_one_of_a_network_that_is_up(networks):
    networks(
        {
            "lo": ["127.0.0.1"],
            "eth0": ["169.254.3.4", "10.1.2.3"],
            "wlan0": ["192.168.1.5"],
            "eth1": ["192.168.7.7"],
            "wwan0": ["10.64.1.1"],
            "eth2": ["8.8.8.8"],
            "docker0": ["172.17.0.1"],
            "tun0": ["10.8.0.2"],
        },
        down=["eth1"],
    )

    assert hall_network.own_addresses() == ["192.168.1.5", "10.1.2.3", "169.254.3.4"]


def test_a_machine_in_no_network_has_no_address_for_a_hall(networks):
    networks({"lo": ["127.0.0.1"]})

    assert hall_network.own_addresses() == []


def test_a_terminal_that_cannot_draw_a_code_gets_none():
    address = "http://192.168.1.5:8888/school/?token=abcdef"

    assert "█" in for_terminal(address, "utf-8")
    assert for_terminal(address, "cp1251") == ""
    assert for_terminal(address, None) == ""


def test_a_code_is_black_on_white_in_any_colours_of_the_page():
    assert picture("http://192.168.1.5/").startswith("data:image/svg+xml")
    assert "%23fff" in picture("http://192.168.1.5/")
