// The grammar, on what is written in rules and on the shipped policies, as VS Code takes them apart.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { markdown, rules } from "./tokens.mjs";

const policies = new URL("../../../policies/", import.meta.url);
const files = readdirSync(policies, { recursive: true })
  .filter((name) => name.endsWith(".md"))
  .map((name) => ({ name, text: readFileSync(new URL(name.split("\\").join("/"), policies), "utf-8") }));
const snippets = JSON.parse(readFileSync(new URL("../snippets/declarations.json", import.meta.url), "utf-8"));

/** The innermost scope of each token that is not blank, less the language's name. */
const kinds = (line) =>
  line.filter(({ text }) => text.trim() !== "").map(({ text, scopes }) => [text, scopes.at(-1).replace(/\.sgpolicy$/, "")]);

test("a declaration: its word, name, key and quotation", async () => {
  const [line] = await rules("规则 资产规模 min_assets 「资产总额不低于100万元 // 原文」：");
  assert.deepEqual(kinds(line), [
    ["规则", "keyword.control.declaration"],
    ["资产规模", "entity.name.function"],
    ["min_assets", "entity.other.key"],
    ["「", "punctuation.definition.string"],
    ["资产总额不低于100万元 // 原文", "string.quoted"],
    ["」", "punctuation.definition.string"],
    ["：", "punctuation"],
  ]);
});

test("an expression: names, words, numbers with their units, a comment", async () => {
  const [line] = await rules("  资产总额 不低于 100万元 且 户数 1,000家以上 或 非 甲；  // 见附件");
  assert.deepEqual(kinds(line), [
    ["资产总额", "variable.other"],
    ["不低于", "keyword.operator.expression.comparison"],
    ["100", "constant.numeric"],
    ["万元", "constant.numeric.unit"],
    ["且", "keyword.operator.expression.logical"],
    ["户数", "variable.other"],
    ["1,000", "constant.numeric"],
    ["家", "constant.numeric.unit"],
    ["以上", "keyword.operator.expression.comparison"],
    ["或", "keyword.operator.expression.logical"],
    ["非", "keyword.operator.expression.logical"],
    ["甲", "variable.other"],
    ["；", "punctuation"],
    ["// 见附件", "comment.line.double-slash"],
  ]);
});

test("words without spaces between them are told apart; a name made of words is a name", async () => {
  const [line] = await rules("各项全部满足 百分之六十以上 三年以上 评定口径：");
  assert.deepEqual(
    kinds(line).map(([text]) => text),
    ["各项", "全部", "满足", "百分之六十", "以上", "三", "年", "以上", "评定口径", "："],
  );
  assert.equal(kinds(line).at(-2)[1], "variable.other");
});

test("free words last until their part ends, over several lines", async () => {
  const lines = await rules("  问：是且，\n    还是或？\n  读法 其一 one：按字面；\n  用于 认定。\n规则 乙 b：甲 且 乙。");
  const text = lines.map((line) => line.filter(({ scopes }) => scopes.includes("string.unquoted.sgpolicy")));
  assert.deepEqual(
    text.map((line) => line.map((token) => token.text).join("").trim()),
    ["是且，", "还是或？", "按字面", "认定", ""],
  );
});

test("a quotation that is not closed ends where the next declaration begins", async () => {
  const lines = await rules("规则 甲 a 「没有写完\n\n规则 乙 b：甲。");
  assert.equal(kinds(lines[2])[0][1], "keyword.control.declaration");
});

test("every snippet begins as it is named, and all of it is known", async () => {
  for (const [name, { body }] of Object.entries(snippets)) {
    const choice = /\$\{\d+(?::([^}]*)|\|([^,|]*)[^}]*)\}|\$0/g;
    const filled = body.join("\n").replace(choice, (_, text, first) => text ?? first ?? "");
    const lines = await rules(filled);
    const unknown = lines.flat().filter(({ text, scopes }) => text.trim() !== "" && scopes.length < 2);
    assert.deepEqual(unknown, [], name);
    if (filled.includes("「") && name !== "例外") {
      assert.equal(kinds(lines[0])[0][1], "keyword.control.declaration", name);
    }
  }
});

for (const { name, text } of files) {
  test(`${name}: rules are coloured throughout, and nothing else is`, async () => {
    const { lines, depth } = await markdown(text);
    let isRule = false;
    text.split("\n").forEach((line, number) => {
      const where = `${name}:${number + 1}: ${line}`;
      const isFence = /^\s*(`{3,}|~{3,})/.test(line);
      const opens = !isRule && /^\s*(`{3,}|~{3,})sgp\s*$/.test(line);
      for (const { text: token, scopes } of lines[number]) {
        if (isFence || token.trim() === "") continue;
        assert.equal(scopes.includes("meta.embedded.block.sgpolicy"), isRule, where);
        if (isRule) assert.match(scopes.at(-1), /\.sgpolicy$/, where);
        if (isRule) assert.notEqual(scopes.at(-1), "meta.embedded.block.sgpolicy", where);
      }
      if (isFence) isRule = opens;
    });
    const after = await markdown(`${text}\n\n规则`);
    assert.deepEqual(after.lines.at(-1).at(0).scopes.filter((scope) => scope.includes("sgpolicy")), []);
    assert.ok(depth >= 1);
  });
}

test("the shipped policies hold rules", () => {
  assert.ok(files.filter(({ text }) => text.includes("```sgp")).length > 5);
});
