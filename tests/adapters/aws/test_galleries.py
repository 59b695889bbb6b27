"""The gallery of a job in the table: nobody writes over what another wrote meanwhile."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from spotworks.adapters.aws.galleries import TableGalleries
from spotworks.domain.critique import Gallery, Shown


@pytest.fixture
def galleries(table, clock):
    return TableGalleries(table, clock)


def add(galleries, scene, *, look="0f" * 8, video="v1"):
    picture = Shown(scene=scene, address="a" * 64, subject=f"{scene}", look=look)
    return galleries.update("acme", video, lambda old: old.with_picture(picture))


def test_of_many_equal_pictures_at_once_one_is_the_first_and_all_others_repeat_it(galleries):
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda scene: add(galleries, scene), range(6)))
    gallery = galleries.update("acme", "v1", lambda old: old)
    [first] = gallery.shown
    assert set(gallery.found.values()) == {first.scene}
    assert len(gallery.found) == 5


def test_jobs_have_galleries_of_their_own(galleries):
    add(galleries, 0)
    assert add(galleries, 1, video="v2").found == {}
    assert galleries.update("rival", "v1", lambda old: old) == Gallery()
