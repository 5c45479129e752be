"""Which fonts a paper is set in: of the Chinese ones that are there, the one nearest to official habit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.records import dataclass
from sgpolicy.rendering.papers.problems import FontError

if TYPE_CHECKING:
    from collections.abc import Iterable

_SONG = (
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Source Han Serif SC",
    "Songti SC",
    "STSong",
    "SimSun",
)
_OTHERS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "Heiti SC",
    "STHeiti",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
    "AR PL UMing CN",
    "AR PL UKai CN",
    "LXGW WenKai",
    "Arial Unicode MS",
    "Noto Serif CJK TC",
    "Noto Sans CJK TC",
    "Noto Serif CJK JP",
    "Noto Sans CJK JP",
)
_TEXT = ("FangSong", "FangSong_GB2312", "STFangsong", "仿宋", "仿宋_GB2312", *_SONG)
_TITLE = ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", *_SONG)
_HEAD = (
    "SimHei",
    "黑体",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Heiti SC",
    "STHeiti",
)
_SUBHEAD = ("KaiTi", "KaiTi_GB2312", "STKaiti", "楷体", "AR PL UKai CN", *_TEXT)
_LATIN = ("Times New Roman", "Liberation Serif", "Tinos", "Libertinus Serif", "DejaVu Serif")
# Signs that Chinese fonts lack stand in one of these.
_SIGNS = ("Segoe UI Symbol", "Noto Sans Symbols2", "DejaVu Sans", "Arial Unicode MS", "OpenSymbol")


@dataclass(frozen=True, slots=True)
class Faces:
    """The families of a paper, each as a list in which later ones stand in for earlier ones.

    Attributes:
        text, title, head, subhead: For running text, the title, and headings of two levels.
    """

    text: tuple[str, ...]
    title: tuple[str, ...]
    head: tuple[str, ...]
    subhead: tuple[str, ...]


def faces(installed: Iterable[str], given: Iterable[str] = ()) -> Faces:
    """The fonts to set a paper in.

    Args:
        installed: The families that there are.
        given: Those among them that the caller brought; they go before all that are not named here.

    Raises:
        FontError: None of them is known to be Chinese, and none was brought.

    Example:
        >>> faces(["SimSun", "Noto Sans CJK SC", "Arial"]).head
        ('Noto Sans CJK SC', 'SimSun')
    """
    there, brought = set(installed), tuple(given)
    chinese = [name for name in (*_TEXT, *_OTHERS) if name in there]
    if not chinese and not brought:
        raise FontError
    signs = tuple(name for name in _SIGNS if name in there)
    latin = tuple(name for name in _LATIN if name in there)[:1]

    def among(wanted: tuple[str, ...]) -> tuple[str, ...]:
        first = [name for name in wanted if name in there][:1]
        return tuple(dict.fromkeys((*latin, *first, *brought, *chinese, *signs)))

    return Faces(among(_TEXT), among(_TITLE), among(_HEAD), among(_SUBHEAD))
