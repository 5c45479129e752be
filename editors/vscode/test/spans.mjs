// For a comparison with another highlighter: texts as a JSON list on the standard input, and for each the
// scope of every character that is not blank, [offset in UTF-16, scope], on the standard output.
import { readFileSync } from "node:fs";

import { rules } from "./tokens.mjs";

const answer = [];
for (const text of JSON.parse(readFileSync(0, "utf-8"))) {
  const scopes = [];
  let begin = 0;
  for (const line of await rules(text)) {
    for (const token of line) {
      for (let at = 0; at < token.text.length; at += 1) {
        if (token.text[at].trim() !== "") scopes.push([begin + token.start + at, token.scopes.at(-1)]);
      }
    }
    begin += line.at(-1).start + line.at(-1).text.length + 1;
  }
  answer.push(scopes);
}
process.stdout.write(JSON.stringify(answer));
