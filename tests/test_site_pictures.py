"""The pictures of a site: those that can be drawn, and what is said of those that cannot."""

import pytest

from citygraph.errors import FaultError, MissingExtraError
from citygraph.graph import CityGraph
from citygraph.pages import Pages
from citygraph.pictures import Picture, draw, kinds
from citygraph.site.model import File, Ground, Note
from citygraph.site.pictures import Pictures
from citygraph.vocabulary import LANGUAGES

TOKYO = "https://w3id.org/citygraph/id/tokyo/tokyo"


@pytest.fixture(scope="module")
def ground(bundled: CityGraph) -> Ground:
    return Ground(bundled, Pages(bundled, bundled.home), None, "")


def test_every_picture_of_every_city_is_drawn_in_every_language(ground: Ground) -> None:
    assert set(Pictures().subjects(ground)) == {
        f"{kind} {lang} {TOKYO}" for kind in kinds() for lang in LANGUAGES
    }


def test_a_picture_is_the_one_that_the_command_line_draws(ground: Ground) -> None:
    made = [*Pictures().make(ground, f"budget ko {TOKYO}")]
    picture = draw(ground.graph, "budget", TOKYO, "ko")
    assert made == [
        File("/pictures/tokyo/budget.ko.svg", (picture.svg.encode(),)),
        File("/pictures/tokyo/budget.ko.png", (picture.png(),)),
    ]


def test_of_a_city_of_which_too_little_is_known_there_is_no_picture(
    small_graph: CityGraph,
) -> None:
    ground = Ground(small_graph, Pages(small_graph, small_graph.home), None, "")
    subjects = [*Pictures().subjects(ground)]
    assert len(subjects) == len(kinds()) * len(LANGUAGES)
    assert [made for each in subjects for made in Pictures().make(ground, each)] == []


def test_without_fonts_there_is_no_png_and_the_reason_is_said(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacks(self: Picture) -> bytes:
        raise FaultError(f"no font has the signs of {self.title}")

    monkeypatch.setattr(Picture, "png", lacks)
    vector, note = Pictures().make(ground, f"budget en {TOKYO}")
    assert isinstance(vector, File)
    assert note == Note(
        "pictures/tokyo/budget.en.png is left out: no font has the signs of The budgets of Tokyo"
    )


def test_without_what_draws_nothing_is_left_out_in_silence(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> Picture:
        raise MissingExtraError("not installed")

    monkeypatch.setattr(Picture, "png", missing)
    with pytest.raises(MissingExtraError, match=r"^not installed$"):
        list(Pictures().make(ground, f"budget en {TOKYO}"))
