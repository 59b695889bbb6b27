"""The store alone: what it writes, and what it clears up after a kill."""

from pathlib import Path

import pytest

from local.store import Change, Store, StoredObject


def put(store: Store, name: str, body: bytes, modified: float = 0.0) -> Path:
    file = store.write_body(body)
    store.write_object(StoredObject("b", name, file, len(body), "etag", modified, {"content-type": "x"}))
    return store.path(file)


def bodies(folder: Path) -> set[str]:
    return {path.name for path in (folder / "objects").rglob("*") if path.is_file()}


def change(key: str, after: dict[str, object] | None) -> Change:
    return Change("t", {"pk": {"S": key}, "sk": {"S": "s"}}, None, after)


def test_items_and_objects_are_there_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.write_items([change("a", {"n": {"N": "1"}, "raw": {"B": b"\x00\xff"}}), change("b", {"n": {"N": "2"}})])
    store.write_items([change("b", None)])
    path = put(store, "name", b"body")
    again = Store(tmp_path)
    assert list(again.items("t")) == [{"n": {"N": "1"}, "raw": {"B": b"\x00\xff"}}]
    (found,) = again.objects("b")
    assert (again.path(found.file), found.size, found.metadata) == (path, 4, {"content-type": "x"})
    assert path.read_bytes() == b"body"


def test_a_batch_of_changes_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with pytest.raises(TypeError):
        store.write_items([change("a", {"n": {"N": "1"}}), change("b", {"n": object()})])
    assert list(store.items("t")) == []
    store.write_items([change("c", {"n": {"N": "3"}})])
    assert list(store.items("t")) == [{"n": {"N": "3"}}]


def test_a_body_goes_only_when_no_object_has_it(tmp_path: Path) -> None:
    store = Store(tmp_path)
    old = put(store, "name", b"old")
    store.drop_body(old)
    assert old.exists()
    new = put(store, "name", b"new")
    store.drop_body(old)
    assert bodies(tmp_path) == {new.name}


def test_what_a_kill_left_half_done_is_cleared_up(tmp_path: Path) -> None:
    store = Store(tmp_path)
    whole, lost = put(store, "whole", b"x"), put(store, "lost", b"y")
    store.write_body(b"never named")
    lost.unlink()
    again = Store(tmp_path)
    assert [found.name for found in again.objects("b")] == ["whole"]
    assert bodies(tmp_path) == {whole.name}


def test_old_objects_expire(tmp_path: Path) -> None:
    store = Store(tmp_path)
    put(store, "old", b"x", modified=10.0)
    young = put(store, "young", b"y", modified=20.0)
    store.expire_objects("b", before=15.0)
    assert [found.name for found in store.objects("b")] == ["young"]
    assert bodies(tmp_path) == {young.name}
