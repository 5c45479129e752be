"""Why a paper cannot be made: said in words, with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgpolicy.model.carried import Carried

if TYPE_CHECKING:
    from sgpolicy.model.explanation import Language


class PaperError(Carried):
    """A paper cannot be made; the message says why and what to do.

    Attributes:
        chinese, english: The message in either language.
    """

    def __init__(self, chinese: str, english: str) -> None:
        self.chinese, self.english = chinese, english
        super().__init__(chinese)

    def text(self, lang: Language = "zh") -> str:
        """The message.

        Example:
            >>> PaperError("没有中文字体", "no Chinese font").text("en")
            'no Chinese font'
        """
        return self.english if lang == "en" else self.chinese


class NothingMissingError(PaperError):
    """A notice of missing material was asked for where nothing is missing."""

    def __init__(self, outcome_zh: str, outcome_en: str) -> None:
        super().__init__(
            f"结论是“{outcome_zh}”，没有需要申报人补正的材料，不必发补正材料通知；请改用核对意见",
            f"the outcome is: {outcome_en}; the applicant has nothing to supply and no notice is due; "
            "use the letter instead",
        )


class MissingExtraError(PaperError, ImportError):
    """What writes this kind of file is not installed.

    Attributes:
        extra: The extra that brings it: word, pdf or excel.
    """

    def __init__(self, library: str, extra: str) -> None:
        self.extra = extra
        super().__init__(
            f"写这种文件需要 {library}；请运行 pip install 'sgpolicy[{extra}]'",
            f"writing this kind of file needs {library}; run pip install 'sgpolicy[{extra}]'",
        )


class FontError(PaperError):
    """There is no font for what has to be printed.

    Attributes:
        texts: What no font has; empty where there is no Chinese font at all.
    """

    def __init__(self, texts: tuple[str, ...] = ()) -> None:
        self.texts = texts
        if not texts:
            super().__init__(
                "没有找到中文字体，PDF 会缺字，没有写出；请安装仿宋、宋体或者思源宋体（Debian："
                "apt-get install fonts-noto-cjk），或者指明字体文件所在的文件夹",
                "no Chinese font was found and the PDF would show boxes; nothing was written. Install one "
                "(Debian: apt-get install fonts-noto-cjk) or name a folder with font files",
            )
            return
        joined = "、".join(texts)
        super().__init__(
            f"已有的字体都没有这些字：{joined}；没有写出 PDF。请安装有这些字的字体，或者指明字体文件所在的文件夹",
            f"no font has these characters: {joined}; no PDF was written. Install a font that has them or "
            "name a folder with font files",
        )
