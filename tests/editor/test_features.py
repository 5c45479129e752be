"""Each feature of the server, asked over the protocol by a real client."""

import re
import shutil

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from sgpolicy.editor import renaming
from sgpolicy.editor.session import Session

RULES = "03-conditions.md"
RULE = "\n  资产总额 不低于 100万元；"


def applied(editor, edit):
    """The texts after an edit of the workspace, by file name; places are counted in UTF-16."""
    texts = {}
    for uri, edits in edit.changes.items():
        name = next(n for n in _names(editor) if editor.uri(n) == uri)
        text = editor.texts.get(name) or (editor.folder / name).read_text("utf-8")
        lines = text.split("\n")
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line) + 1)

        def offset(place, lines=lines, starts=starts):
            units = lines[place.line].encode("utf-16-le")[: 2 * place.character]
            return starts[place.line] + len(units.decode("utf-16-le"))

        for each in sorted(edits, key=lambda e: offset(e.range.start), reverse=True):
            text = text[: offset(each.range.start)] + each.new_text + text[offset(each.range.end) :]
        texts[name] = text
    return texts


def _names(editor):
    return [p.relative_to(editor.folder).as_posix() for p in editor.folder.rglob("*")]


async def completions(editor, words, after):
    editor.replace(RULES, RULE, words)
    params = types.CompletionParams(**editor.at(RULES, words, after))
    found = await editor.client.text_document_completion_async(params)
    return sorted(found.items, key=lambda item: item.sort_text)


# ── completion ──


def test_completion_of_a_fact_with_its_unit_and_question(edit):
    async def session(editor):
        editor.open(RULES)
        [first, *_] = await completions(editor, "\n  资产；", 4 + 1)
        assert first.label == "资产总额"
        assert first.detail == "金额，万元 — 资产总额是多少？"
        assert editor.words(RULES, first.text_edit.range) == "资产"
        whole = await editor.client.completion_item_resolve_async(first)
        assert "上年度审计报告" in whole.documentation.value

    edit(session)


def test_completion_of_words_that_the_grammar_takes(edit):
    async def session(editor):
        editor.open(RULES)
        words = "\n  资产总额 不"
        found = [i.label for i in await completions(editor, words + "；", len(words))]
        assert found[:2] == ["不低于", "不少于"]
        assert "则" not in found

    edit(session)


def test_completion_of_numbers_in_the_quote_after_a_bound(edit):
    async def session(editor):
        editor.open(RULES)
        words = "\n  资产总额 不低于 "
        [first, *_] = await completions(editor, words + "；", len(words))
        assert first.label == "100万元"

    edit(session)


def test_completion_of_options_and_readings_first(edit):
    async def session(editor):
        editor.open(RULES)
        before = editor.texts[RULES]
        words = "\n  机构类型 属于（"
        found = [i.label for i in await completions(editor, words, len(words))]
        assert found[:2] == ["中小企业服务机构", "社会中介机构"]
        editor.type(RULES, before)
        words = "\n  按 周年当日（"
        found = [i.label for i in await completions(editor, words + "：", len(words))]
        assert found[:2] == ["算满", "次日起算"]

    edit(session)


def test_completion_of_phrases_of_the_clause(edit):
    async def session(editor):
        editor.open(RULES)
        words = "规则 资产规模 min_assets 「"
        editor.replace(RULES, words + "资产总额不低于100万元」：", words + "资产")
        params = types.CompletionParams(**editor.at(RULES, words, len(words) + 2))
        found = await editor.client.text_document_completion_async(params)
        [first, *_] = sorted(found.items, key=lambda item: item.sort_text)
        assert first.label == "资产总额不低于100万元"
        assert "尚无声明引用" in first.detail
        assert editor.words(RULES, first.text_edit.range) == "资产"

    edit(session)


def test_completion_of_a_declaration_at_the_start_of_a_line(edit):
    async def session(editor):
        editor.open(RULES)
        editor.replace(RULES, "规则 资产规模 min_assets", "评\n\n规则 资产规模 min_assets")
        params = types.CompletionParams(**editor.at(RULES, "评\n\n规则 资产规模", 1))
        found = await editor.client.text_document_completion_async(params)
        [only] = found.items
        assert only.label == "评定"
        assert only.text_edit.new_text.startswith("评定 ${1:名称}")

    edit(session)


def test_completion_of_types_in_the_table_of_facts(edit):
    async def session(editor):
        editor.open("facts.md")
        words = "| 资产总额 | total_assets | "
        params = types.CompletionParams(**editor.at("facts.md", words, len(words)))
        found = await editor.client.text_document_completion_async(params)
        assert {"金额", "计数"} <= {item.label for item in found.items}

    edit(session)


# ── telling ──


def test_hover_of_a_fact_and_of_a_rule(edit):
    async def session(editor):
        editor.open(RULES)
        params = types.HoverParams(**editor.at(RULES, "资产总额 不低于 100万元", 1))
        found = await editor.client.text_document_hover_async(params)
        assert editor.words(RULES, found.range) == "资产总额"
        for words in ("**资产总额** · 事项", "金额，万元", "资产总额是多少？", "`total_assets`"):
            assert words in found.contents.value
        params = types.HoverParams(**editor.at(RULES, "规则 资产规模", 4))
        found = await editor.client.text_document_hover_async(params)
        assert "第七条第（一）项「资产总额不低于100万元」" in found.contents.value
        assert "> **第七条第（一）项** 具有独立法人资格" in found.contents.value

    edit(session)


def test_hover_in_a_case_file(edit):
    async def session(editor):
        name = "cases/07-0-第七条.md"
        editor.open(name)
        params = types.HoverParams(**editor.at(name, "独立法人资格=否", 2))
        found = await editor.client.text_document_hover_async(params)
        assert "**独立法人资格** · 事项" in found.contents.value

    edit(session)


def test_outline_by_chapter_article_and_item(edit):
    async def session(editor):
        editor.open(RULES)
        params = types.DocumentSymbolParams(editor.document(RULES))
        [chapter] = await editor.client.text_document_document_symbol_async(params)
        assert chapter.name == "第三章 认定条件"
        articles = {s.name: s for s in chapter.children}
        assert {"第七条", "第八条", "认定条件"} <= set(articles)
        items = articles["第七条"].children
        assert [s.detail for s in items if s.detail.startswith("第七条")] == [
            f"第七条第（{n}）项" for n in "一二三四五六"
        ]
        [first] = [s for s in items if s.detail == "第七条第（一）项"]
        assert "资产规模" in [s.name for s in first.children]
        assert editor.words(RULES, first.children[0].selection_range) == first.children[0].name

    edit(session)


def test_semantic_tokens_tell_facts_from_rules(edit):
    async def session(editor):
        editor.open(RULES)
        editor.type(RULES, editor.texts[RULES].replace(RULE, f"  // 😀 注解{RULE}"))
        params = types.SemanticTokensParams(editor.document(RULES))
        found = await editor.client.text_document_semantic_tokens_full_async(params)
        legend = editor.capabilities.semantic_tokens_provider.legend
        line = column = 0
        seen = {}
        for at in range(0, len(found.data), 5):
            down, right, length, kind, _ = found.data[at : at + 5]
            line, column = line + down, right + (0 if down else column)
            range_ = types.Range(
                types.Position(line, column), types.Position(line, column + length)
            )
            seen.setdefault(editor.words(RULES, range_), set()).add(legend.token_types[kind])
        assert seen["资产总额"] == {"variable"}
        assert seen["资产规模"] == {"function"}
        assert seen["不低于"] == {"operator"}
        assert seen["规则"] == {"keyword"}
        assert seen["算满"] == {"enumMember"}
        assert seen["资产总额不低于100万元"] == {"string"}
        assert seen["// 😀 注解"] == {"comment"}

    edit(session)


# ── finding and renaming ──


def test_definition_and_references(edit):
    async def session(editor):
        editor.open(RULES)
        place = editor.at(RULES, "资产总额 不低于 100万元", 1)
        found = await editor.client.text_document_definition_async(types.DefinitionParams(**place))
        assert found.uri == editor.uri("facts.md")
        editor.open("facts.md")
        assert editor.words("facts.md", found.range) == "资产总额"
        context = types.ReferenceContext(include_declaration=False)
        params = types.ReferenceParams(context=context, **place)
        found = await editor.client.text_document_references_async(params)
        assert sum(each.uri == editor.uri(RULES) for each in found) == 2
        assert editor.uri("facts.md") not in {each.uri for each in found}
        assert any("/cases/" in each.uri for each in found)
        assert any("/applications/" in each.uri for each in found)

    edit(session)


def test_references_of_a_reading_are_its_own_interpretations(edit):
    async def session(editor):
        editor.open(RULES)
        words = "读法 申请日 application：申请书"
        context = types.ReferenceContext(include_declaration=True)
        params = types.ReferenceParams(context=context, **editor.at(RULES, words, 4))
        found = await editor.client.text_document_references_async(params)
        inside = [each for each in found if each.uri == editor.uri(RULES)]
        assert len(inside) == 2  # where it is declared, and its branch

    edit(session)


@pytest.mark.parametrize(
    ("words", "after", "new"),
    [
        ("资产总额 不低于 100万元", 1, "总资产"),
        ("读法 算满", 4, "当日算满"),
        ("评定 财务状况", 4, "财务良好"),
        ("机构类型 属于（中小", 8, "中小服务机构"),
    ],
)
def test_rename_changes_the_whole_folder_and_breaks_nothing(edit, words, after, new):
    async def session(editor):
        editor.open(RULES)
        place = editor.at(RULES, words, after)
        ready = await editor.client.text_document_prepare_rename_async(
            types.PrepareRenameParams(**place)
        )
        assert editor.words(RULES, ready.range) == ready.placeholder
        params = types.RenameParams(new_name=new, **place)
        edit_ = await editor.client.text_document_rename_async(params)
        texts = applied(editor, edit_)
        assert new in texts[RULES]
        for name, text in texts.items():
            (editor.folder / name).write_text(text, "utf-8")
        editor.type(RULES, texts[RULES])
        editor.save(RULES)
        await editor.findings(RULES)
        assert not any(editor.diagnostics.values())

        import sgpolicy.cases

        run = sgpolicy.cases.CaseRun.of(editor.folder)
        assert run.cases()  # every case file can still be read
        left = re.compile(rf"(?<!\w){ready.placeholder}(?!\w)")
        for file in (editor.folder / "cases").glob("*.md"):
            assert not left.search(file.read_text("utf-8")), file.name

    edit(session)


REFUSED = [
    ("资产总额 不低于 100万元", 1, "不低于", "“不低于”是语言的用词"),
    ("资产总额 不低于 100万元", 1, "用户满意度", "“用户满意度”已经是事项的名称"),
    ("资产总额 不低于 100万元", 1, "资产 总额", "“资产 总额”不能作名称"),
    ("资产总额 不低于 100万元", 6, "总资产", "“不低于”是语言的用词，不能改名"),
    ("「资产总额不低于100万元」：\n  资产", 3, "总资产", "这是引文"),
    ("规则 资产规模 min_assets", 10, "assets", "英文键"),
]


def test_rename_is_refused_with_the_reason(edit):
    async def session(editor):
        editor.open(RULES)
        for words, after, new, why in REFUSED:
            params = types.RenameParams(new_name=new, **editor.at(RULES, words, after))
            with pytest.raises(JsonRpcException, match=re.escape(why)):
                await editor.client.text_document_rename_async(params)

    edit(session)


def test_rename_is_refused_in_an_installed_policy(folder, monkeypatch):
    home = folder.parent / "sgpolicy"
    installed = home / "policies" / "shaoguan-2022-188"
    shutil.copytree(folder, installed)
    (home / "__init__.py").touch()
    monkeypatch.setattr(renaming, "shipped_folder", lambda: home / "policies")
    session = Session()
    view = session.view((installed / RULES).as_uri())
    offset = view.file.text.index("资产规模")
    with pytest.raises(renaming.RefusedError, match="随程序附带"):
        renaming.renameable(view, session.symbols(view), offset)


# ── changing ──


def test_formatting_is_that_of_fmt(edit):
    async def session(editor):
        editor.open(RULES)
        before = editor.texts[RULES]
        editor.replace(RULES, RULE, "\n   资产总额   不低于 100 万元;")
        options = types.FormattingOptions(2, insert_spaces=True)
        params = types.DocumentFormattingParams(editor.document(RULES), options)
        edits = await editor.client.text_document_formatting_async(params)
        made = types.WorkspaceEdit(changes={editor.uri(RULES): edits})
        assert applied(editor, made)[RULES] == before

    edit(session)


@pytest.mark.parametrize(
    ("old", "new", "title"),
    [
        (RULE, "\n  资产总颔 不低于 100万元；", "改为“资产总额”"),
        (
            "min_assets 「资产总额不低于100万元」",
            "min_assets 「资产总额不少于100万元」",
            "改为“资产总额不低于100万元”",
        ),
        ("规则 资产规模 min_assets", "规责 资产规模 min_assets", "改为“规则”"),
    ],
)
def test_quick_fix_does_what_the_remedy_says(edit, old, new, title):
    async def session(editor):
        editor.open(RULES)
        before = editor.texts[RULES]
        editor.replace(RULES, old, new)
        end = types.Position(before.count("\n") + 1, 0)
        params = types.CodeActionParams(
            editor.document(RULES),
            types.Range(types.Position(0, 0), end),
            types.CodeActionContext([]),
        )
        found = await editor.client.text_document_code_action_async(params)
        [action] = [each for each in found if each.title == title]
        assert action.kind == types.CodeActionKind.QuickFix
        assert applied(editor, action.edit)[RULES] == before
        [whole] = [each for each in found if each.kind == types.CodeActionKind.SourceFixAll]
        assert applied(editor, whole.edit)[RULES] == before

    edit(session)


def test_quick_fix_begins_a_declaration_for_words_without_one(edit):
    async def session(editor):
        editor.open(RULES)
        text = editor.texts[RULES]
        start = text.index("评定 经营规范 sound_operation")
        editor.type(RULES, text[:start] + text[text.index("评定 发展前景") :])
        await editor.until(
            lambda: any(d.code == "SG503" for d in editor.diagnostics.get(editor.uri(RULES), ()))
        )
        [found] = [d for d in editor.diagnostics[editor.uri(RULES)] if d.code == "SG503"]
        params = types.CodeActionParams(
            editor.document(RULES), found.range, types.CodeActionContext([found])
        )
        actions = await editor.client.text_document_code_action_async(params)
        [action] = [each for each in actions if each.title == "为「经营规范」写评定"]
        after = applied(editor, action.edit)[RULES]
        assert "评定 （名称） （key） 「经营规范」：\n  由 （主体）；" in after

    edit(session)


# ── cases ──


def test_lenses_tell_how_the_cases_of_a_rule_come_out(edit):
    async def session(editor):
        for file in (editor.folder / "cases").glob("20-*"):  # many, and not asked for here
            file.unlink()
        editor.open(RULES)
        params = types.CodeLensParams(editor.document(RULES))
        found = await editor.client.text_document_code_lens_async(params)
        assert {each.command.title for each in found} == {"样例正在运行……"}
        await editor.until(lambda: editor.refreshed)
        found = await editor.client.text_document_code_lens_async(params)
        titles = {editor.words(RULES, each.range): each.command.title for each in found}
        [rule] = [t for line, t in titles.items() if line.startswith("规则 资产规模")]
        assert re.fullmatch(r"样例 \d+ 个，全部相符", rule)
        [alone] = [t for line, t in titles.items() if line.startswith("规则 用户满意")]
        assert alone == "没有以它为对象的样例"

        name = "cases/07-0-第七条.md"
        editor.open(name)
        row = "| 7-总 第（一）项不符合 | 独立法人资格=否 |  | 基本条件 | "
        editor.replace(name, row + "不符合", row + "符合")
        found = await editor.client.text_document_code_lens_async(params)
        assert all(each.command.title.endswith("（保存后重新运行）") for each in found)
        before = editor.refreshed
        editor.save(name)
        await editor.until(lambda: editor.refreshed > before)
        found = await editor.client.text_document_code_lens_async(params)
        [lens] = [each for each in found if "不符：" in each.command.title]
        assert editor.words(RULES, lens.range).startswith("组合 基本条件")
        assert lens.command.title.endswith("1 个不符：7-总 第（一）项不符合")
        await editor.until(lambda: editor.diagnostics.get(editor.uri(name)))
        [shown] = editor.diagnostics[editor.uri(name)]
        assert editor.words(name, shown.range).startswith(row)

        await editor.client.workspace_execute_command_async(
            types.ExecuteCommandParams(lens.command.command, arguments=lens.command.arguments)
        )
        await editor.until(lambda: editor.documents)
        [document] = editor.documents
        assert document.uri == editor.uri(name)
        assert document.selection.start.line == shown.range.start.line

    edit(session)


# ── anything else ──


def test_server_outlives_text_that_is_no_policy(edit, folder):
    shutil.rmtree(folder / "cases")

    async def session(editor):
        editor.open(RULES)
        whole = editor.texts[RULES]
        for text in (
            "",
            "```sgp",
            "```sgp\n规则 ",
            "\ud83d",
            "\ufeff" + whole,
            whole[:-40],
            "\0\u2028",
        ):
            editor.type(RULES, text)
            params = types.DocumentSymbolParams(editor.document(RULES))
            await editor.client.text_document_document_symbol_async(params)
        editor.open("policy.yaml", "id: [")
        editor.type("policy.yaml", (folder / "policy.yaml").read_text("utf-8"))
        editor.type(RULES, whole)
        await editor.findings(RULES)

    edit(session)
