// VS Code's own tokenizer, with its own Markdown grammar and the extension's two.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";

const require = createRequire(import.meta.url);
const here = (path) => new URL(path, import.meta.url);
const manifest = JSON.parse(readFileSync(here("../package.json"), "utf-8"));

const paths = { "text.html.markdown": require.resolve("tm-grammars/grammars/markdown.json") };
for (const { scopeName, path } of manifest.contributes.grammars) paths[scopeName] = here(`../${path}`);

await oniguruma.loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")));

const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: async (scope) =>
    paths[scope] ? textmate.parseRawGrammar(readFileSync(paths[scope], "utf-8"), "grammar.json") : null,
  getInjections: (scope) =>
    manifest.contributes.grammars.filter((one) => one.injectTo?.includes(scope)).map((one) => one.scopeName),
});

/** Every line of a text as its tokens, `{ text, start, scopes }`; and how deep the state is after the last. */
export async function tokenized(text, scope) {
  const grammar = await registry.loadGrammar(scope);
  let state = textmate.INITIAL;
  const lines = text.split("\n").map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return tokens.map(({ startIndex, endIndex, scopes }) => ({
      text: line.slice(startIndex, endIndex),
      start: startIndex,
      scopes,
    }));
  });
  return { lines, depth: state.depth };
}

export const rules = async (text) => (await tokenized(text, "source.sgpolicy")).lines;
export const markdown = (text) => tokenized(text, "text.html.markdown");
