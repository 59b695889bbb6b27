"""Where things lie in the buckets: tenant first, so that a policy on a prefix isolates tenants.

work       t/{tenant}/j/{video_id}/{document}        a job's documents
           t/{tenant}/cas/{aa}/{address}{suffix}     content-addressed media, shared by a tenant's jobs
           t/{tenant}/{cache}/...                    see caches.py
uploads    t/{tenant}/a/{asset_id}                   what was uploaded through the API
           drop/{tenant}/{name}                      what was dropped into the bucket (requirement C8)
published  t/{tenant}/{timestamp}-{creative}-{n}.mp4 finished videos (requirement J2); further aspects: ...-{n}-16x9.mp4
"""

import re

from spotworks.domain.brief import Brief

_TENANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}")


def is_tenant(name: str) -> bool:
    """Whether a name can be part of a key: "a/j" or "a#J#x" would reach into another tenant's."""
    return _TENANT.fullmatch(name) is not None


def tenant_prefix(tenant: str) -> str:
    """Ends with a slash, so that the tenant "a" is no prefix of the tenant "ab"."""
    return f"t/{tenant}/"


def document_key(tenant: str, video_id: str, name: str) -> str:
    return f"{tenant_prefix(tenant)}j/{video_id}/{name}"


def output_name(name: str, brief: Brief, number: int) -> str:
    """What belongs to one output of a brief: "spot.mp4" is "spot-16x9.mp4" for 16:9, if that is not its first."""
    if number == 0:
        return name
    stem, dot, suffix = name.partition(".")
    return f"{stem}-{brief.outputs[number].replace(':', 'x')}{dot}{suffix}"


def asset_key(tenant: str, address: str, suffix: str) -> str:
    return f"{tenant_prefix(tenant)}cas/{address[:2]}/{address}{suffix}"


def upload_key(tenant: str, asset_id: str) -> str:
    return f"{tenant_prefix(tenant)}a/{asset_id}"


def published_key(tenant: str, timestamp: str, creative_id: str, iteration: int) -> str:
    """timestamp: compact ISO 8601 ("20261121T063000Z")."""
    return f"{tenant_prefix(tenant)}{timestamp}-{creative_id}-{iteration}.mp4"
