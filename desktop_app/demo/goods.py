"""What the invented company «Линия» sells: packaging machines, their prices and parts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Machine:
    """Russian names are masculine, so that nominative and accusative are the same. Prices without VAT."""

    ru: str
    ru_genitive: str
    en: str
    model_ru: str
    model_en: str
    page: str  # on the company's site
    rub: int
    eur: int
    speed: int  # packs a minute
    weeks: int


MACHINES: dict[str, Machine] = {
    "bagger": Machine(
        "вертикальный автомат ЛВ-60", "вертикального автомата ЛВ-60", "LV-60 vertical bagger",
        "ЛВ-60", "LV-60", "lv-60", 2_480_000, 27_400, 60, 7,
    ),
    "wrapper": Machine(
        "горизонтальный упаковщик ЛГ-120", "горизонтального упаковщика ЛГ-120", "LG-120 flow wrapper",
        "ЛГ-120", "LG-120", "lg-120", 3_150_000, 34_900, 120, 9,
    ),
    "weigher": Machine(
        "мультиголовочный дозатор Д-14", "мультиголовочного дозатора Д-14", "D-14 multihead weigher",
        "Д-14", "D-14", "d-14", 2_960_000, 31_200, 90, 10,
    ),
    "shrink": Machine(
        "термоусадочный туннель ТТ-4", "термоусадочного туннеля ТТ-4", "TT-4 shrink tunnel",
        "ТТ-4", "TT-4", "tt-4", 890_000, 9_800, 20, 4,
    ),
    "tray": Machine(
        "запайщик лотков ЗЛ-3", "запайщика лотков ЗЛ-3", "ZL-3 tray sealer",
        "ЗЛ-3", "ZL-3", "zl-3", 1_720_000, 18_900, 24, 6,
    ),
    "label": Machine(
        "этикетировщик ЭТ-2", "этикетировщика ЭТ-2", "ET-2 labeller",
        "ЭТ-2", "ET-2", "et-2", 640_000, 7_100, 80, 3,
    ),
    "pallet": Machine(
        "паллетообмотчик ПО-1", "паллетообмотчика ПО-1", "PO-1 pallet wrapper",
        "ПО-1", "PO-1", "po-1", 780_000, 8_600, 1, 3,
    ),
    "conveyor": Machine(
        "отводящий конвейер КЛ-6", "отводящего конвейера КЛ-6", "KL-6 take-off conveyor",
        "КЛ-6", "KL-6", "kl-6", 310_000, 3_400, 100, 2,
    ),
}  # fmt: skip

PARTS_RU = (
    "ремни протяжки плёнки", "нож поперечной сварки", "ТЭНы сварочных губок", "тефлоновую ленту 50 мм",
    "датчик фотометки", "комплект уплотнений", "подшипники подающего вала", "плату управления дозатором",
)  # fmt: skip
PARTS_EN = (
    "film pull belts", "cross-seal knives", "sealing jaw heaters", "50 mm PTFE tape", "registration sensors",
    "seal kits", "infeed shaft bearings", "the weigher control board",
)  # fmt: skip
