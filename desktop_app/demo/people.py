"""The invented people: one manager, her colleagues and about forty clients, with how each of them reads mail.

Nobody here exists: domains are reserved (RFC 2606), telephone numbers lie in ranges kept for fiction (Ofcom,
NANPA 555-01xx, Bundesnetzagentur, ARCEP, PTS) or, for Russia, in the exchange 000, which is not in use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

COMPANY_DOMAIN = "linia.example"


@dataclass(frozen=True, slots=True)
class Person:
    """`goods`: what the company packs, in Russian in the genitive. `reader`: see `demo.readers`.

    `eager` is the share of our letters that get an answer, `pace_min` the median working minutes to it.
    """

    name: str
    address: str
    company: str
    role: str
    phone: str
    lang: str
    goods: str
    machine: str
    reader: str
    eager: float
    pace_min: int
    woman: bool = False
    zone: str = "Europe/Moscow"

    @property
    def first(self) -> str:
        return self.name.split()[0]


class Colleague(NamedTuple):
    name: str
    address: str
    role: str


MANAGER = Colleague("Марина Орлова", f"marina@{COMPANY_DOMAIN}", "менеджер по продажам, «Линия»")
MANAGER_EN = "Marina Orlova"
MANAGER_PHONE = "+7 495 000-14-20"
COLLEAGUES = (
    Colleague("Алексей Громов", f"service@{COMPANY_DOMAIN}", "руководитель сервиса"),
    Colleague("Светлана Кротова", f"buh@{COMPANY_DOMAIN}", "бухгалтер"),
    Colleague("Павел Лазарев", f"lazarev@{COMPANY_DOMAIN}", "коммерческий директор"),
    Colleague("Денис Юрьев", f"sklad@{COMPANY_DOMAIN}", "склад и логистика"),
)
CHANNELS = {
    "Контекстная реклама": f"ads@{COMPANY_DOMAIN}",
    "Выставки и акции": f"promo@{COMPANY_DOMAIN}",
    "Партнёры": f"partners@{COMPANY_DOMAIN}",
}

_LONDON, _BERLIN, _NEW_YORK, _STOCKHOLM = (
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "Europe/Stockholm",
)
_SAMARA, _URAL, _SIBERIA = "Europe/Samara", "Asia/Yekaterinburg", "Asia/Novosibirsk"


def _ru(
    name: str, address: str, company: str, role: str, phone: int, goods: str, machine: str, reader: str,
    eager: float, pace_min: int, zone: str = "Europe/Moscow",
) -> Person:  # fmt: skip
    woman = name.rsplit(maxsplit=1)[-1].endswith("а") or name.rsplit(maxsplit=1)[-1].endswith("ая")
    number = f"+7 495 000-{phone // 100:02d}-{phone % 100:02d}"
    return Person(
        name, address, company, role, number, "ru", goods, machine, reader, eager, pace_min, woman, zone
    )


def _en(
    name: str, address: str, company: str, role: str, phone: str, goods: str, machine: str, reader: str,
    eager: float, pace_min: int, zone: str,
) -> Person:  # fmt: skip
    return Person(
        name, address, company, role, phone, "en", goods, machine, reader, eager, pace_min, False, zone
    )


CLIENTS: tuple[Person, ...] = (
    _ru("Игорь Савельев", "i.savelev@severslad.example", "«Северная сладость»", "главный технолог", 2117,
        "печенья", "wrapper", "outlook", 0.8, 95),
    _ru("Ольга Белова", "belova@zlakpole.example", "«Злак-Поле»", "директор по производству", 2204,
        "круп", "bagger", "outlook", 0.85, 140),
    _ru("Дмитрий Кравцов", "kravtsov@moretorg.example", "«МореТорг»", "начальник снабжения", 2318,
        "рыбы", "tray", "gmail", 0.7, 210),
    _ru("Анна Литвинова", "litvinova@syrodel.example", "«Сыродел»", "закупки", 2422,
        "сыра", "tray", "thunderbird", 0.75, 120),
    _ru("Сергей Мельников", "s.melnikov@metizural.example", "«Метиз-Урал»", "главный инженер", 2539,
        "крепежа", "bagger", "gateway", 0.6, 300, _URAL),
    _ru("Наталья Ершова", "ershova@chaydom.example", "«Чайный дом»", "руководитель закупок", 2641,
        "чая", "wrapper", "apple", 0.7, 180),
    _ru("Владимир Тихонов", "tikhonov@zverokorm.example", "«Зверокорм»", "директор", 2750,
        "корма", "weigher", "outlook", 0.65, 240, _SAMARA),
    _ru("Екатерина Панина", "panina@ovoschi-sib.example", "«Сибирские овощи»", "технолог", 2866,
        "замороженных овощей", "weigher", "yandex", 0.7, 150, _SIBERIA),
    _ru("Михаил Рогов", "rogov@bytchem.example", "«БытХим»", "начальник цеха", 2973,
        "стирального порошка", "bagger", "outlook", 0.5, 420),
    _ru("Татьяна Зуева", "zueva@medsnek.example", "«Мёд и снеки»", "собственник", 3081,
        "орехов", "weigher", "apple", 0.8, 75),
    _ru("Андрей Костин", "kostin@pelmen52.example", "«Пельмень 52»", "директор по развитию", 3194,
        "пельменей", "bagger", "thunderbird", 0.6, 260),
    _ru("Юлия Самарина", "samarina@farmpack.example", "«ФармПак»", "менеджер проектов", 3207,
        "витаминов", "label", "gateway", 0.75, 130),
    _ru("Константин Бирюков", "birukov@hlebnitsa.example", "«Хлебница»", "механик", 3316,
        "хлеба", "wrapper", "plain", 0.7, 160),
    _ru("Елена Фомина", "fomina@kosmelab.example", "«КосмеЛаб»", "закупки", 3420,
        "косметики", "label", "gmail", 0.65, 200),
    _ru("Роман Гущин", "gushchin@logistok.example", "«ЛогисТок»", "начальник склада", 3535,
        "товара на паллетах", "pallet", "outlook", 0.7, 110),
    _ru("Людмила Карпова", "karpova@moloko-vlg.example", "«Волжское молоко»", "главный инженер", 3648,
        "творога", "tray", "outlook", 0.55, 380, _SAMARA),
    _ru("Артём Никитин", "nikitin@kofeinya.example", "«Кофейня на Неве»", "основатель", 3751,
        "кофе", "bagger", "gmail", 0.85, 60),
    _ru("Вера Соколова", "sokolova@gribles.example", "«ГрибЛес»", "коммерческий директор", 3869,
        "сушёных грибов", "bagger", "thunderbird", 0.6, 270),
    _ru("Павел Дорохов", "dorokhov@avtokrep.example", "«АвтоКреп»", "снабжение", 3977,
        "автозапчастей", "shrink", "plain", 0.5, 340),
    _ru("Ирина Жданова", "zhdanova@detpit.example", "«Детское питание плюс»", "директор по качеству", 4080,
        "каш", "weigher", "gateway", 0.6, 320),
    _ru("Григорий Лапин", "lapin@semena-don.example", "«Семена Дона»", "агроном", 4192,
        "семян", "bagger", "yandex", 0.65, 230),
    _ru("Марат Хасанов", "khasanov@kazanhalva.example", "«Казанская халва»", "директор", 4203,
        "халвы", "wrapper", "outlook", 0.7, 150),
    _ru("Оксана Рябова", "ryabova@knigaopt.example", "«КнигаОпт»", "логист", 4311,
        "книг", "shrink", "yandex", 0.7, 120),
    _ru("Евгений Орехов", "orekhov@stroysmes.example", "«СтройСмесь»", "главный механик", 4427,
        "сухих смесей", "pallet", "thunderbird", 0.45, 500, _URAL),
    _ru("Полина Данилова", "danilova@ekosnack.example", "«ЭкоСнек»", "бренд-менеджер", 4530,
        "батончиков", "wrapper", "apple", 0.8, 85),
    _ru("Станислав Вехов", "vekhov@textil-iv.example", "«Ивановский текстиль»", "зам. директора", 4644,
        "полотенец", "shrink", "plain", 0.5, 410),
    _en("James Whitfield", "j.whitfield@brookmill.example", "Brookmill Biscuits", "Operations Manager",
        "+44 20 7946 0112", "biscuits", "wrapper", "outlook", 0.75, 130, _LONDON),
    _en("Sarah Coleman", "scoleman@greenacre-foods.example", "Greenacre Foods", "Head of Procurement",
        "+44 20 7946 0187", "salad", "tray", "gateway", 0.65, 240, _LONDON),
    _en("Thomas Keller", "keller@kellertee.example", "Keller Teehandel", "Managing Director",
        "+49 30 23125 117", "tea", "wrapper", "thunderbird", 0.8, 90, _BERLIN),
    _en("Anja Brandt", "a.brandt@nordsaat.example", "NordSaat", "Production Planner",
        "+49 30 23125 142", "seeds", "bagger", "outlook", 0.7, 170, _BERLIN),
    _en("Emily Novak", "emily.novak@harborcoffee.example", "Harbor Coffee Roasters", "Plant Manager",
        "+1 212-555-0143", "coffee", "bagger", "gmail", 0.75, 110, _NEW_YORK),
    _en("Michael Torres", "mtorres@pacificpet.example", "Pacific Pet Supply", "VP Operations",
        "+1 415-555-0168", "pet food", "weigher", "apple", 0.6, 260, _NEW_YORK),
    _en("Claire Dubois", "c.dubois@maisondubois.example", "Maison Dubois", "Directrice de production",
        "+33 1 99 00 14 27", "chocolates", "wrapper", "apple", 0.7, 190, _BERLIN),
    _en("Erik Lindqvist", "erik.lindqvist@norrkross.example", "Norrkross Muesli", "Maintenance Lead",
        "+46 8 465 004 31", "muesli", "weigher", "outlook", 0.8, 80, _STOCKHOLM),
    _en("Hannah Price", "hannah@pricehoney.example", "Price & Daughters Honey", "Owner",
        "+44 20 7946 0245", "honey sticks", "label", "gmail", 0.85, 55, _LONDON),
    _en("Lukas Vogel", "lvogel@schraubenwerk.example", "Schraubenwerk Vogel", "Purchasing",
        "+49 30 23125 188", "screws", "bagger", "gateway", 0.55, 360, _BERLIN),
    _en("Grace O'Connell", "grace@westbaydairy.example", "Westbay Dairy", "Quality Manager",
        "+44 20 7946 0276", "cheese", "tray", "plain", 0.65, 210, _LONDON),
    _en("Daniel Reyes", "dreyes@sunridge-nuts.example", "Sunridge Nuts", "Director of Engineering",
        "+1 503-555-0119", "nuts", "weigher", "outlook", 0.7, 150, _NEW_YORK),
    _en("Sofia Marchetti", "sofia.marchetti@pastafina.example", "Pasta Fina", "Plant Engineer",
        "+49 30 23125 164", "pasta", "bagger", "thunderbird", 0.6, 280, _BERLIN),
    _en("Oliver Grant", "ogrant@northgate-books.example", "Northgate Books", "Warehouse Manager",
        "+44 20 7946 0299", "books", "shrink", "outlook", 0.75, 100, _LONDON),
)  # fmt: skip
