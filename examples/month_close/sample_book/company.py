"""The people of the sample trading company, and the rules of its house. All of them are made up."""

import datetime
from dataclasses import dataclass

import o2c

NAME = "Bright Harbour Trading Co., Ltd."
HOME = "CNY"


@dataclass(frozen=True)
class Person:
    name: str
    manager: str
    team: str
    joined: datetime.date
    left: datetime.date | None = None
    successor: str = ""


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


HEAD = "Gao Feng"
MANAGER_OF = {"export": "Chen Hua", "liquor": "Ma Li", "aluminium": "Xu Ning"}
LEAVER = "He Tao"  # His customers and open orders went to his successor.
KEEPS_CASH = "Zhao Lei"  # Hands in late, and some of it not at all.

PEOPLE = (
    Person(HEAD, "", "head office", _day("2015-03-02")),
    Person("Chen Hua", HEAD, "export", _day("2016-07-01")),
    Person("Ma Li", HEAD, "liquor", _day("2018-02-26")),
    Person("Xu Ning", HEAD, "aluminium", _day("2017-09-01")),
    Person("Chen Wei", "Chen Hua", "export", _day("2019-03-04")),
    Person("Sun Jing", "Chen Hua", "export", _day("2020-05-06")),
    Person("Zhang Min", "Chen Hua", "export", _day("2021-08-02")),
    Person(LEAVER, "Chen Hua", "export", _day("2022-04-01"), _day("2026-03-31"), "Sun Jing"),
    Person("Huang Lan", "Chen Hua", "export", _day("2026-02-02")),
    Person("Wang Fang", "Ma Li", "liquor", _day("2019-10-08")),
    Person(KEEPS_CASH, "Ma Li", "liquor", _day("2023-06-01")),
    Person("Lin Hai", "Ma Li", "liquor", _day("2022-03-01")),
    Person("Liu Yang", "Xu Ning", "aluminium", _day("2018-11-01")),
    Person("Song Jie", "Xu Ning", "aluminium", _day("2023-02-01")),
)
PERSON = {person.name: person for person in PEOPLE}
SELLERS = tuple(person for person in PEOPLE if person.manager not in ("", HEAD))

FINANCE = "Wu Mei"
DOCUMENTS = "Zhou Ping"
CHECKER = "Shen Yu"  # Holds documents against the letter of credit before they are presented.
WAREHOUSE = "Tang Jun"
PRODUCTION = "Luo Bin"
PURCHASING = "Peng Bo"
QUALITY = "Feng Yan"

OFFICES = {
    FINANCE: "finance",
    DOCUMENTS: "documentation",
    CHECKER: "documentation",
    WAREHOUSE: "warehouse",
    PRODUCTION: "production",
    PURCHASING: "purchasing",
    QUALITY: "quality",
}


def policy() -> o2c.OrderPolicy:
    """Managers sell, too; what a salesperson does is done by his successor once he has left."""
    staff: dict[str, list[str]] = {name: [office] for name, office in OFFICES.items()}
    staff |= {person.name: ["salesperson"] for person in PEOPLE}
    for manager in (HEAD, *MANAGER_OF.values()):
        staff[manager] = ["manager", "salesperson"]
    return o2c.OrderPolicy(company=NAME, staff=staff)


def owner_on(name: str, day: datetime.date) -> str:
    """Who looks after a person's customers and orders on a day."""
    person = PERSON[name]
    return person.successor if person.left and day > person.left else name
