"""The one style sheet of the application, made from the theme's tokens.

Widgets carry properties instead of styles of their own: `role` (type size), `tone` (text colour), `kind`
(what sort of button or frame).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from desktop_app.settings.paths import resources

if TYPE_CHECKING:
    from desktop_app.ui.theme import Radius, Space, TypeSize

TONES = ("secondary", "disabled", "accent", "good", "warn", "bad", "on-accent")
CONTROL_HEIGHT = 32


def stylesheet(
    colours: Mapping[str, str], types: Mapping[str, TypeSize], space: type[Space], radius: type[Radius]
) -> str:
    parts = (
        _frames(colours, space, radius),
        _texts(colours, types),
        _buttons(colours, space, radius),
        _chips(colours, space, radius),
        _tokens(colours, radius),
        _inputs(colours, space, radius),
        _lists(colours, space, radius),
        _scroll_bars(colours, radius),
    )
    return "\n".join(parts)


def _frames(c: Mapping[str, str], space: type[Space], radius: type[Radius]) -> str:
    return f"""
QWidget[kind="window"] {{ background: {c["window"]}; }}
QWidget[kind="surface"] {{ background: {c["surface"]}; }}
QFrame[kind="card"], QFrame[kind="floating"] {{
    background: {c["surface"]}; border: 1px solid {c["border"]}; border-radius: {radius.CARD}px;
}}
QFrame[pressable="true"]:hover {{ border-color: {c["strong-border"]}; }}
QFrame[kind="card"]:focus {{ border-color: {c["accent"]}; }}
QFrame[kind="floating"] {{ background: {c["raised"]}; }}
QFrame[kind="soft"] {{ background: {c["accent-soft"]}; border: none; border-radius: {radius.CONTROL}px; }}
QFrame[kind="warning"] {{ background: {c["warn-soft"]}; border: none; border-radius: {radius.CONTROL}px; }}
QFrame[kind="error"] {{ background: {c["bad-soft"]}; border: none; border-radius: {radius.CONTROL}px; }}
QFrame[kind="rail"] {{ background: {c["window"]}; border: none; border-right: 1px solid {c["border"]}; }}
QFrame[kind="side"] {{ background: {c["surface"]}; border: none; border-left: 1px solid {c["border"]}; }}
QFrame[kind="line"] {{ background: {c["border"]}; border: none; max-height: 1px; min-height: 1px; }}
QFrame[kind="status"] {{ background: {c["window"]}; border: none; border-top: 1px solid {c["border"]}; }}
QLabel[kind="badge"] {{
    background: {c["accent"]}; color: {c["on-accent"]}; border-radius: 8px; padding: 0 5px;
}}
QLabel[kind="tag"] {{
    background: {c["pressed"]}; color: {c["text"]}; border-radius: {space.XS}px; padding: 1px 6px;
}}
QToolTip {{
    background: {c["raised"]}; color: {c["text"]}; border: 1px solid {c["border"]}; padding: 4px 6px;
}}
QSplitter::handle {{ background: {c["border"]}; }}"""


def _texts(c: Mapping[str, str], types: Mapping[str, TypeSize]) -> str:
    roles = "\n".join(
        f'QLabel[role="{role}"] {{ font-size: {size.pixels}px; font-weight: {size.weight}; }}'
        for role, size in types.items()
    )
    tones = "\n".join(f'QLabel[tone="{tone}"] {{ color: {c[tone]}; }}' for tone in TONES)
    return f"QLabel {{ background: transparent; color: {c['text']}; }}\n{roles}\n{tones}"


def _buttons(c: Mapping[str, str], space: type[Space], radius: type[Radius]) -> str:
    return f"""
QPushButton {{
    min-height: {CONTROL_HEIGHT - 2}px; padding: 0 {space.M}px; border-radius: {radius.CONTROL}px;
    border: 1px solid {c["strong-border"]}; background: {c["surface"]}; color: {c["text"]};
}}
QPushButton:hover {{ background: {c["hover"]}; }}
QPushButton:pressed {{ background: {c["pressed"]}; }}
QPushButton:focus {{ border-color: {c["accent"]}; outline: none; }}
QPushButton:disabled {{ color: {c["disabled"]}; border-color: {c["border"]}; }}
QPushButton[kind="primary"] {{
    background: {c["accent"]}; border-color: {c["accent"]}; color: {c["on-accent"]}; font-weight: 600;
}}
QPushButton[kind="primary"]:hover {{ background: {c["accent-hover"]}; border-color: {c["accent-hover"]}; }}
QPushButton[kind="primary"]:focus {{ border-color: {c["text"]}; }}
QPushButton[kind="primary"]:disabled {{
    background: {c["track"]}; border-color: {c["track"]}; color: {c["disabled"]};
}}
QPushButton[kind="danger"] {{ background: {c["surface"]}; border-color: {c["bad"]}; color: {c["bad"]}; }}
QPushButton[kind="danger"]:hover {{ background: {c["bad-soft"]}; }}
QPushButton[kind="danger"]:focus {{ border-color: {c["text"]}; }}
QPushButton[kind="tight"] {{ padding: 0 {space.S}px; }}
QPushButton[kind="link"], QPushButton[kind="link"]:hover {{
    background: transparent; border: none; color: {c["accent"]}; padding: 0; min-height: 20px;
    text-align: left;
}}
QPushButton[kind="link"]:focus {{ text-decoration: underline; }}
QToolButton {{
    border: 1px solid transparent; border-radius: {radius.CONTROL}px; background: transparent;
    color: {c["text"]}; padding: 5px;
}}
QToolButton:hover {{ background: {c["hover"]}; }}
QToolButton:pressed, QToolButton:checked {{ background: {c["pressed"]}; }}
QToolButton:focus {{ border-color: {c["accent"]}; }}
QToolButton::menu-indicator {{ image: none; }}
QPushButton::menu-indicator {{ image: none; }}
QPushButton[kind="nav"] {{
    border: 1px solid transparent; background: transparent; color: {c["secondary"]}; text-align: left;
    padding: 0 {space.S}px; min-height: 30px;
}}
QPushButton[kind="nav"]:hover {{ background: {c["pressed"]}; color: {c["text"]}; }}
QPushButton[kind="nav"]:checked {{ background: {c["accent-soft"]}; color: {c["text"]}; font-weight: 600; }}
QPushButton[kind="nav"]:focus {{ border-color: {c["accent"]}; }}"""


def _chips(c: Mapping[str, str], space: type[Space], radius: type[Radius]) -> str:
    return f"""
QPushButton[kind="chip"] {{
    min-height: 24px; padding: 0 10px; border-radius: 13px; font-size: 12px;
    border: 1px solid {c["border"]}; background: transparent; color: {c["secondary"]};
}}
QPushButton[kind="chip"]:hover {{ background: {c["hover"]}; color: {c["text"]}; }}
QPushButton[kind="chip"]:checked {{
    background: {c["accent-soft"]}; border-color: {c["accent-soft"]}; color: {c["accent"]};
}}
QPushButton[kind="chip"]:focus {{ border-color: {c["accent"]}; }}
QFrame[kind="segments"] {{
    background: {c["surface"]}; border: 1px solid {c["strong-border"]}; border-radius: {radius.CONTROL}px;
}}
QPushButton[kind="segment"] {{
    min-height: {CONTROL_HEIGHT - 8}px; padding: 0 {space.S}px; font-size: 12px; border-radius: {space.XS}px;
    border: 1px solid transparent; background: transparent; color: {c["secondary"]};
}}
QPushButton[kind="segment"]:hover {{ background: {c["hover"]}; color: {c["text"]}; }}
QPushButton[kind="segment"]:checked {{ background: {c["accent-soft"]}; color: {c["accent"]}; }}
QPushButton[kind="segment"]:focus {{ border-color: {c["accent"]}; }}"""


def _tokens(c: Mapping[str, str], radius: type[Radius]) -> str:
    """Recipients and attachments."""
    return f"""
QFrame[kind="token"] {{ background: {c["pressed"]}; border: none; border-radius: {radius.CONTROL}px; }}
QFrame[kind="bad-token"] {{ background: {c["bad-soft"]}; border: none; border-radius: {radius.CONTROL}px; }}
QLineEdit[kind="bare"] {{ padding: 0; min-height: 22px; }}
QComboBox[kind="bare"] {{ border: none; background: transparent; padding: 0; }}
QPushButton[small="true"] {{ min-height: 24px; padding: 0 10px; font-size: 12px; }}
QPushButton[kind="link"][small="true"] {{ min-height: 18px; padding: 0; font-size: 12px; }}
QToolButton[kind="small"] {{ padding: 1px; border-radius: 4px; }}"""


def _inputs(c: Mapping[str, str], space: type[Space], radius: type[Radius]) -> str:
    arrow = (resources() / "icons" / "combo-arrow.svg").as_posix()
    return f"""
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QTimeEdit, QDateEdit,
QDateTimeEdit {{
    background: {c["surface"]}; color: {c["text"]}; border: 1px solid {c["strong-border"]};
    border-radius: {radius.CONTROL}px; padding: 0 {space.S}px;
    selection-background-color: {c["accent"]}; selection-color: {c["on-accent"]};
}}
QLineEdit, QComboBox, QSpinBox, QTimeEdit, QDateEdit, QDateTimeEdit {{
    min-height: {CONTROL_HEIGHT - 2}px;
}}
QSpinBox, QTimeEdit, QDateEdit {{ max-height: {CONTROL_HEIGHT - 2}px; }}
QPlainTextEdit, QTextEdit {{ padding: {space.XS}px; }}
QPlainTextEdit[kind="code"] {{ font-family: monospace; font-size: 12px; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QSpinBox:focus, QTimeEdit:focus,
QDateEdit:focus {{ border-color: {c["accent"]}; }}
QLineEdit[kind="wrong"], QLineEdit[kind="wrong"]:focus {{ border-color: {c["bad"]}; }}
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled {{
    color: {c["disabled"]}; background: {c["window"]};
}}
QTextEdit[kind="bare"], QPlainTextEdit[kind="bare"], QLineEdit[kind="bare"] {{
    border: none; background: transparent;
}}
QComboBox::drop-down, QDateTimeEdit[calendarPopup="true"]::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow, QDateTimeEdit[calendarPopup="true"]::down-arrow {{
    image: url({arrow}); width: 12px; height: 12px;
}}
QComboBox QAbstractItemView {{
    background: {c["raised"]}; border: 1px solid {c["border"]}; outline: none;
    selection-background-color: {c["accent-soft"]}; selection-color: {c["text"]};
}}
QSpinBox::up-button, QSpinBox::down-button, QTimeEdit::up-button, QTimeEdit::down-button {{
    width: 0; border: none;
}}
QCheckBox, QRadioButton {{ color: {c["text"]}; spacing: {space.S}px; background: transparent; }}
QProgressBar {{ background: {c["track"]}; border: none; border-radius: {radius.BAR}px; max-height: 6px; }}
QProgressBar::chunk {{ background: {c["accent"]}; border-radius: {radius.BAR}px; }}"""


def _lists(c: Mapping[str, str], space: type[Space], radius: type[Radius]) -> str:
    return f"""
QAbstractItemView {{ background: {c["surface"]}; border: none; outline: none; color: {c["text"]}; }}
QTableView::item:selected, QListView::item:selected, QTreeView::item:selected {{
    background: {c["accent-soft"]}; color: {c["text"]};
}}
QHeaderView::section {{
    background: {c["surface"]}; color: {c["secondary"]}; border: none; border-bottom: 1px solid {c["border"]};
    padding: 0 {space.S}px; min-height: 28px; font-size: 11px;
}}
QScrollArea {{ border: none; background: transparent; }}
QAbstractScrollArea::corner {{ border: none; background: transparent; }}
QScrollArea > QWidget > QWidget[kind="body"] {{ background: transparent; }}
QMenu {{
    background: {c["raised"]}; color: {c["text"]}; border: 1px solid {c["border"]};
    border-radius: {radius.CONTROL}px; padding: {space.XS}px;
}}
QMenu::item {{ padding: 6px {space.XL}px 6px {space.M}px; border-radius: {space.XS}px; }}
QMenu::item:selected {{ background: {c["accent-soft"]}; }}
QMenu::item:disabled {{ color: {c["disabled"]}; }}
QMenu::separator {{ height: 1px; background: {c["border"]}; margin: {space.XS}px {space.S}px; }}"""


def _scroll_bars(c: Mapping[str, str], radius: type[Radius]) -> str:
    return f"""
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {c["strong-border"]}; border-radius: {radius.BAR}px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {c["disabled"]}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}"""
