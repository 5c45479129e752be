// The bundled extension: which program it starts, how, and what it says where there is none.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { Editor, until } from "./editor.mjs";

let editor;
const path = process.env.PATH;
beforeEach(() => {
  editor = new Editor();
  process.env.PATH = "/nowhere";
});
afterEach(async () => {
  await editor.extension?.deactivate();
  process.env.PATH = path;
  delete process.env.REFUSES;
  delete process.env.EXIT;
});

const methods = () => editor.asked().map((entry) => entry.method ?? entry.args.join(" "));
const served = ["--lang zh lsp --help", "--lang zh lsp", "initialize", "initialized"];

test("the folder's own program is started and greeted, and leaves with the editor", async () => {
  editor.withPolicy().withProgram(".venv/bin/sgpolicy");
  await editor.activate();
  await until(() => methods().length >= 4);
  assert.deepEqual(methods().slice(0, 4), served);
  assert.equal(editor.asked()[2].locale, "zh");
  await editor.extension.deactivate();
  await until(() => methods().includes("exit"));
  assert.deepEqual(methods().slice(-2), ["shutdown", "exit"]);
  assert.equal(editor.pairs.language, "markdown");
  assert.ok(editor.pairs.pairs.some(({ open, close }) => open === "「" && close === "」"));
  assert.deepEqual(editor.messages, []);
});

test("the settings' program comes first, and its language is passed on", async () => {
  editor.withPolicy().withProgram("程序/sgpolicy");
  editor.settings = { path: "${workspaceFolder}/程序/sgpolicy", language: "en" };
  await editor.activate();
  await until(() => methods().length >= 4);
  assert.equal(methods()[1], "--lang en lsp");
  assert.equal(editor.asked()[2].locale, "en");
});

test("a program on the search path is found", async () => {
  const program = editor.withPolicy().withProgram("bin/sgpolicy");
  process.env.PATH = program.replace(/\/sgpolicy$/, "");
  await editor.activate();
  await until(() => methods().length >= 4);
  assert.deepEqual(methods().slice(0, 4), served);
});

test("a folder that is not trusted does not bring the program", async () => {
  editor.withPolicy().withProgram(".venv/bin/sgpolicy");
  editor.isTrusted = false;
  await editor.activate();
  assert.deepEqual(editor.asked(), []);
  assert.equal(editor.messages.length, 1);
});

test("where there is no program, it says so, and opens the settings", async () => {
  editor.withPolicy();
  editor.answer = 0;
  await editor.activate();
  await until(() => editor.executed.length > 0);
  const [{ text, choices }] = editor.messages;
  assert.match(text, /^找不到程序 sgpolicy，/);
  assert.match(text, /pip install 'sgpolicy\[lsp\]'/);
  assert.deepEqual(choices, ["打开设置", "显示日志", "重试"]);
  assert.deepEqual(editor.executed, [["workbench.action.openSettings", "sgpolicy.path"]]);
});

test("once the program is there, trying again starts it", async () => {
  editor.withPolicy();
  await editor.activate();
  editor.withProgram(".venv/bin/sgpolicy");
  await editor.commands.get("sgpolicy.restart")();
  await until(() => methods().length >= 4);
  assert.deepEqual(methods().slice(0, 4), served);
});

test("a program too old to serve is told from one that fails, which is quoted", async () => {
  editor.withPolicy().withProgram(".venv/bin/sgpolicy");
  Object.assign(process.env, { REFUSES: "没有子命令 lsp", EXIT: "2" });
  await editor.activate();
  Object.assign(process.env, { REFUSES: "ModuleNotFoundError: lark", EXIT: "1" });
  await editor.commands.get("sgpolicy.restart")();
  assert.match(editor.messages[0].text, /请升级/);
  assert.match(editor.messages[1].text, /ModuleNotFoundError: lark$/);
});

test("a change of the program's place starts the new one", async () => {
  editor.withPolicy().withProgram("甲/sgpolicy");
  editor.settings = { path: "甲/sgpolicy" };
  await editor.activate();
  await until(() => methods().length >= 4);
  editor.settings = { path: "没有/sgpolicy" };
  editor.changes.fire({ affectsConfiguration: (key) => key === "sgpolicy.path" });
  await until(() => editor.messages.length > 0);
  assert.ok(methods().includes("exit"));
  assert.match(editor.messages[0].text, /没有\/sgpolicy/);
});

test("Markdown that has to do with no policy starts nothing", async () => {
  editor.withProgram(".venv/bin/sgpolicy");
  const document = (name) => ({
    uri: { scheme: "file", fsPath: name, toString: () => `file://${name}` },
    languageId: "markdown",
    fileName: name,
  });
  await editor.activate([document(editor.write("笔记.md", ""))]);
  assert.deepEqual(editor.asked(), []);
  assert.equal(editor.pairs, undefined);
  editor.withPolicy();
  editor.openings.fire(document(editor.write("章.md", "")));
  await until(() => methods().length >= 4);
  assert.deepEqual(methods().slice(0, 4), served);
});
