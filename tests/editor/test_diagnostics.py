"""What is wrong is shown while it is typed, at the right place, and goes when it is mended."""

from lsprotocol import types

RULES = "03-conditions.md"


def test_clean_policy_has_no_diagnostics(edit):
    async def session(editor):
        editor.open(RULES)
        assert not await editor.findings(RULES)

    edit(session)


def test_mistyped_name_is_underlined_and_explained(edit):
    async def session(editor):
        editor.open(RULES)
        await editor.findings(RULES)
        editor.replace(RULES, "\n  资产总额 不低于 100万元；", "\n  资产总颔 不低于 100万元；")
        [found] = await editor.findings(RULES, "SG301")
        assert editor.words(RULES, found.range) == "资产总颔"
        assert found.message.startswith("没有声明过「资产总颔」，是不是“资产总额”？\n")
        assert "请改用已声明的名称" in found.message
        assert found.severity == types.DiagnosticSeverity.Error
        assert found.source == "sgpolicy"
        assert found.code_description.href.endswith("/SG301.md")
        editor.replace(RULES, "资产总颔", "资产总额")
        await editor.findings(RULES)

    edit(session)


def test_positions_count_utf16_after_emoji(edit):
    async def session(editor):
        editor.open(RULES)
        editor.replace(
            RULES,
            "\n  资产总额 不低于 100万元；",
            "\n  因 100万元：😀𠮷；\n  例外：当 资产总额 高于 1元，则 资产总颔 不低于 100万元；",
        )
        uri = editor.uri(RULES)
        await editor.until(lambda: editor.diagnostics.get(uri))
        for found in editor.diagnostics[uri]:
            assert editor.words(RULES, found.range)
        editor.type(RULES, "😀" + editor.texts[RULES])
        await editor.until(lambda: any(d.code == "SG105" for d in editor.diagnostics[uri]))
        [found] = [d for d in editor.diagnostics[uri] if d.code == "SG105"]
        assert "😀" in editor.words(RULES, found.range)

    edit(session)


def test_lines_that_end_as_on_windows(edit):
    async def session(editor):
        text = (editor.folder / RULES).read_text("utf-8").replace("\n", "\r\n")
        editor.open(RULES, text.replace("资产总额 不低于 100万元；", "资产总颔 不低于 100万元；"))
        [found] = await editor.findings(RULES, "SG301")
        assert editor.words(RULES, found.range) == "资产总颔"

    edit(session)


def test_edit_of_the_facts_shows_in_the_rules(edit):
    async def session(editor):
        editor.open("facts.md")
        editor.replace(
            "facts.md",
            "| 资产总额 | total_assets | 金额 | 万元 |",
            "| 资产总额 | total_assets | 计数 | 家 |",
        )
        uri = editor.uri(RULES)
        await editor.until(lambda: editor.diagnostics.get(uri))
        assert any(d.message.startswith("单位不同") for d in editor.diagnostics[uri])

    edit(session)


def test_english_for_a_client_in_english(edit):
    async def session(editor):
        editor.open(RULES)
        editor.replace(RULES, "\n  资产总额 不低于 100万元；", "\n  资产总颔 不低于 100万元；")
        [found] = await editor.findings(RULES, "SG301")
        assert found.message.startswith("「资产总颔」 is not declared")

    edit(session, locale="en-US")


def test_saved_files_count_when_closed(edit):
    async def session(editor):
        editor.open(RULES)
        editor.replace(RULES, "\n  资产总额 不低于 100万元；", "\n  资产总颔 不低于 100万元；")
        await editor.findings(RULES, "SG301")
        editor.client.text_document_did_close(
            types.DidCloseTextDocumentParams(editor.document(RULES))
        )
        await editor.findings(RULES)

    edit(session)


def test_files_outside_of_a_policy_are_left_alone(edit, tmp_path):
    (tmp_path / "别的.md").write_text("# 别的\n", "utf-8")

    async def session(editor):
        uri = (tmp_path / "别的.md").as_uri()
        item = types.TextDocumentItem(uri, "markdown", 1, "# 别的\n")
        editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        untitled = types.TextDocumentItem("untitled:Untitled-1", "markdown", 1, "```sgp\n规则\n")
        editor.client.text_document_did_open(types.DidOpenTextDocumentParams(untitled))
        editor.open(RULES)
        await editor.findings(RULES)
        assert uri not in editor.diagnostics

    edit(session)
