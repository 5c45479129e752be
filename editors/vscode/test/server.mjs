// A program that stands in for `sgpolicy`: it speaks the protocol as far as starting and leaving go, and
// writes down what it was asked, one JSON line each, in the file that LOG names.
import { appendFileSync } from "node:fs";

const note = (entry) => appendFileSync(process.env.LOG, `${JSON.stringify(entry)}\n`);
const args = process.argv.slice(2);
note({ args });

if (args.at(-1) === "--help") {
  const refusal = process.env.REFUSES;
  if (refusal) process.stderr.write(`usage: …\n${refusal}\n`);
  process.exit(refusal ? Number(process.env.EXIT) : 0);
}

let input = Buffer.alloc(0);
process.stdin.on("data", (data) => {
  input = Buffer.concat([input, data]);
  for (;;) {
    const head = input.indexOf("\r\n\r\n");
    if (head < 0) return;
    const length = Number(/Content-Length: (\d+)/.exec(input.subarray(0, head).toString())[1]);
    if (input.length < head + 4 + length) return;
    const message = JSON.parse(input.subarray(head + 4, head + 4 + length).toString());
    input = input.subarray(head + 4 + length);
    note({ method: message.method, locale: message.params?.locale });
    if (message.method === "exit") process.exit(0);
    if (message.id !== undefined && message.method) {
      const result = message.method === "initialize" ? { capabilities: {} } : null;
      const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", id: message.id, result }));
      process.stdout.write(`Content-Length: ${body.length}\r\n\r\n`);
      process.stdout.write(body);
    }
  }
});
