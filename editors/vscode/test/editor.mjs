// An editor for the bundled extension to run in: what it asks for by name is there and does nothing, but
// for the settings, the folder, the messages and the commands, which a test gives and looks at.
import { createRequire, Module } from "node:module";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const bundle = require.resolve("../dist/extension.js");

/** Anything: a class to extend, an enumeration, an event, a function that gives something to dispose of. */
function anything() {
  const target = class {
    dispose() {}
  };
  return new Proxy(target, {
    get: (on, key) => {
      if (key in on || typeof key === "symbol") return on[key];
      on[key] = anything();
      return on[key];
    },
    apply: () => ({ dispose() {} }),
  });
}

class EventEmitter {
  listeners = new Set();
  event = (listener) => {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };
  fire(event) {
    for (const listener of this.listeners) listener(event);
  }
  dispose() {}
}

function part(own) {
  return new Proxy(own, { get: (on, key) => (key in on ? on[key] : (on[key] = anything())) });
}

/** A window, the folder that is open in it, and what was shown and done. */
export class Editor {
  settings = {};
  folder = mkdtempSync(join(tmpdir(), "policy-"));
  isTrusted = true;
  messages = [];
  commands = new Map();
  answer = undefined;
  executed = [];
  logged = [];
  changes = new EventEmitter();
  openings = new EventEmitter();

  /** Let the folder be a policy's. */
  withPolicy() {
    this.write("policy.yaml", "title: 办法\n");
    return this;
  }

  /** Put a program of this name into the folder; it notes what it is asked. */
  withProgram(name) {
    const path = this.write(name, "");
    const server = fileURLToPath(new URL("server.mjs", import.meta.url));
    writeFileSync(path, `#!/bin/sh\nLOG='${this.log}' exec '${process.execPath}' '${server}' "$@"\n`);
    chmodSync(path, 0o755);
    return path;
  }

  get log() {
    return join(this.folder, "asked.jsonl");
  }

  /** What the program was asked so far. */
  asked() {
    try {
      return readFileSync(this.log, "utf-8").trim().split("\n").map((line) => JSON.parse(line));
    } catch {
      return [];
    }
  }

  write(name, text) {
    const path = join(this.folder, name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  /** Load the extension afresh and let it begin. */
  async activate(documents = []) {
    const vscode = this.api(documents);
    const load = Module._load;
    Module._load = (name, ...rest) => (name === "vscode" ? vscode : load(name, ...rest));
    try {
      delete require.cache[bundle];
      this.extension = require(bundle);
    } finally {
      Module._load = load;
    }
    await this.extension.activate({ subscriptions: [] });
  }

  api(documents) {
    const listen = () => ({ dispose() {} });
    const write = (text) => void this.logged.push(text);
    const log = part({ info: write, warn: write, error: write, appendLine: write });
    const workspace = part({
      isTrusted: this.isTrusted,
      workspaceFolders: [{ uri: { fsPath: this.folder, scheme: "file", toString: () => `file://${this.folder}` }, name: "办法", index: 0 }],
      textDocuments: documents,
      getConfiguration: () => ({ get: (key) => this.settings[key], inspect: () => undefined }),
      findFiles: async () => (this.hasPolicy() ? [{}] : []),
      createFileSystemWatcher: () => ({ onDidCreate: listen, onDidChange: listen, onDidDelete: listen, dispose() {} }),
      onDidChangeConfiguration: this.changes.event,
      onDidOpenTextDocument: this.openings.event,
    });
    const window = part({
      createOutputChannel: () => log,
      visibleTextEditors: [],
      showErrorMessage: async (text, ...choices) => {
        this.messages.push({ text, choices });
        const answer = this.answer;
        this.answer = undefined;
        return answer === undefined ? undefined : choices[answer];
      },
    });
    const commands = part({
      registerCommand: (name, run) => {
        this.commands.set(name, run);
        return { dispose() {} };
      },
      executeCommand: async (...call) => void this.executed.push(call),
    });
    const languages = part({
      setLanguageConfiguration: (language, settings) => {
        this.pairs = { language, pairs: settings.autoClosingPairs };
        return { dispose() {} };
      },
    });
    const env = part({ language: "fr", appName: "test" });
    return part({ EventEmitter, languages, workspace, window, commands, env, version: "1.91.0" });
  }

  hasPolicy() {
    try {
      readFileSync(join(this.folder, "policy.yaml"));
      return true;
    } catch {
      return false;
    }
  }
}

/** Wait until a condition holds. */
export async function until(condition) {
  for (let tries = 0; tries < 400; tries += 1) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`it never came to hold: ${condition}`);
}
