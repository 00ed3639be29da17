"""The sample centre is what the product promises: whole, prefix-free, every procedure mapped."""

import json
import re
from collections import Counter
from itertools import permutations

import pytest

from server.demo.sample import SampleCentre, sample_centre

SOUND_ALIKE = set("BCDĐEGPTV")


@pytest.fixture(scope="module")
def centre() -> SampleCentre:
    return sample_centre()


def test_it_has_the_promised_size(centre: SampleCentre) -> None:
    assert (len(centre.departments), len(centre.services), len(centre.counters)) == (6, 14, 12)
    assert Counter(user.role for user in centre.users) == {"staff": 12, "manager": 1, "admin": 1}


def test_no_prefix_begins_another_or_sounds_like_one(centre: SampleCentre) -> None:
    prefixes = [service.prefix for service in centre.services]
    assert not [(a, b) for a, b in permutations(prefixes, 2) if b.startswith(a)]
    assert not SOUND_ALIKE & set("".join(prefixes))
    assert all(re.fullmatch(r"[A-Z]{1,2}", prefix) for prefix in prefixes)


def test_ids_are_slugs_and_used_once(centre: SampleCentre) -> None:
    for rows in (centre.departments, centre.services, centre.counters):
        ids = [row.id for row in rows]
        assert len(set(ids)) == len(ids)
        assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id) for id in ids)


def test_every_service_has_a_department_and_a_counter(centre: SampleCentre) -> None:
    departments = {department.id for department in centre.departments}
    taken = {service for counter in centre.counters for service in counter.services}
    assert {service.department for service in centre.services} == departments
    assert taken == {service.id for service in centre.services}


def test_several_services_are_shared_by_counters(centre: SampleCentre) -> None:
    counts = Counter(service for counter in centre.counters for service in counter.services)
    assert sum(count > 1 for count in counts.values()) >= 4


def test_a_closed_service_is_there_to_be_seen_and_the_rest_is_open(centre: SampleCentre) -> None:
    assert [service.open for service in centre.services].count(False) == 1


def test_every_service_gets_arrivals(centre: SampleCentre) -> None:
    assert centre.arrival_shares.keys() == {service.id for service in centre.services}
    assert min(centre.arrival_shares.values()) > 0


def test_passwords_are_long_enough_to_be_taken(centre: SampleCentre) -> None:
    assert all(len(user.password) >= 10 for user in centre.users)
    assert len({user.username for user in centre.users}) == len(centre.users)


def test_at_least_1500_real_procedures_each_mapped_to_a_service(centre: SampleCentre) -> None:
    procedures = list(centre.procedures())
    services = {service.id for service in centre.services}
    assert len(procedures) >= 1_500
    assert len({procedure["code"] for procedure in procedures}) == len(procedures)
    assert {procedure["service"] for procedure in procedures} <= services
    for procedure in procedures:
        assert re.fullmatch(r"\d\.\d{6}", procedure["code"])
        assert procedure["name"] and procedure["field"]
        assert "Cấp tỉnh" in procedure["level"] or "Cấp xã" in procedure["level"]


def test_procedures_carry_facts_not_official_wording(centre: SampleCentre) -> None:
    fees = [procedure["fee_text"] for procedure in centre.procedures()]
    assert not [fee for fee in fees if len(fee) > 250 or "Thông tư" in fee or "Nghị quyết" in fee]


def test_procedures_can_be_read_again(centre: SampleCentre) -> None:
    assert next(centre.procedures()) == next(centre.procedures())


def test_each_field_is_mapped_once_and_in_use(centre: SampleCentre) -> None:
    from importlib import resources

    pairs: list[tuple[str, str]] = json.loads(
        resources.files("server.demo").joinpath("fields.json").read_text("utf-8"),
        object_pairs_hook=list,
    )
    fields = [field for field, _ in pairs]
    assert len(set(fields)) == len(fields)
    assert set(fields) == {procedure["field"] for procedure in centre.procedures()}
