from __future__ import annotations

import pytest

from csr_extract.detection.candidate import net_for, sentence
from csr_extract.detection.event import body_in, date_in, event_of
from csr_extract.detection.evidence import RuleJudge
from tests.detection.made_system import SYSTEM


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2021年6月3日，仓库发生火灾。", "2021年6月3日"),
        ("In March 2014 a tank leaked.", "March 2014"),
        ("On 7 May 2019 and again in 2020 the plant was fined.", "7 May 2019"),
        ("A fine of 2,014 dollars.", ""),
    ],
)
def test_the_date_of_an_event(text: str, date: str) -> None:
    assert date_in(text) == date


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("本行獲香港社會服務聯會頒發「商界展關懷」標誌。", "香港社會服務聯會"),
        ("该奖项由省安全生产协会颁发。", "省安全生产协会"),
        ("The mill received a safety award from the Ministry of Labour in June.", "Ministry of Labour"),
        ("Recognised as employer of the year by Lakeside Business Council.", "Lakeside Business Council"),
        ("We won a prize.", ""),
    ],
)
def test_who_gave_an_award(text: str, body: str) -> None:
    assert body_in(text) == body


def test_an_event_names_the_words_that_fired() -> None:
    (candidate,) = net_for(SYSTEM.corrections, "en").candidates(sentence("The plant was fined in 2017 for odours.", "en"))
    event = event_of(RuleJudge()(candidate))
    assert (event.what, event.date) == ("fined", "2017")
