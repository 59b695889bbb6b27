"""Where things lie: no tenant's prefix holds another's keys."""

from hypothesis import assume, given
from hypothesis import strategies as st

from spotworks.domain.keys import asset_key, document_key, published_key, tenant_prefix, upload_key

NAMES = st.from_regex(r"[A-Za-z0-9_-]{1,24}", fullmatch=True)


def keys(tenant, name):
    return [
        document_key(tenant, name, "brief.json"),
        asset_key(tenant, name, ".mp4"),
        upload_key(tenant, name),
        published_key(tenant, "20261121T063000Z", name, 1),
    ]


@given(NAMES, NAMES, NAMES)
def test_no_tenants_prefix_holds_anothers_keys(tenant, other, name):
    assume(tenant != other)
    assert all(key.startswith(tenant_prefix(tenant)) for key in keys(tenant, name))
    assert not any(key.startswith(tenant_prefix(other)) for key in keys(tenant, name))


def test_a_tenant_whose_name_begins_as_anothers_is_apart():
    assert not document_key("acme2", "v", "x").startswith(tenant_prefix("acme"))


@given(NAMES, NAMES, NAMES)
def test_kinds_of_things_never_meet(tenant, name, other):
    assert len(set(keys(tenant, name))) == 4
    assume(name != other)
    assert not set(keys(tenant, name)) & set(keys(tenant, other))


def test_published_files_are_named_as_required():
    assert published_key("acme", "20261121T063000Z", "c1", 2) == "t/acme/20261121T063000Z-c1-2.mp4"
