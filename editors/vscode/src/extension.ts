/** The extension: starts `sgpolicy lsp` as soon as a window has a policy in it. */

import * as vscode from "vscode";

import { CLOSING_PAIRS } from "./pairs";
import { policyFolder } from "./policies";
import { Server } from "./server";

let server: Server | undefined;

/** Called by the editor when a Markdown file is opened, or a folder with a policy. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel("sgpolicy", { log: true });
  const own = new Server(log);
  server = own;
  let isStarted = false;
  const start = async (): Promise<void> => {
    if (isStarted) return;
    isStarted = true;
    // What closes by itself is asked of the whole document's language, not of the block's.
    context.subscriptions.push(
      vscode.languages.setLanguageConfiguration("markdown", { autoClosingPairs: CLOSING_PAIRS }),
    );
    await own.restart();
  };
  context.subscriptions.push(
    log,
    vscode.commands.registerCommand("sgpolicy.restart", () => {
      isStarted = true;
      return own.restart();
    }),
    vscode.commands.registerCommand("sgpolicy.showLog", () => log.show()),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      const matters = ["sgpolicy.path", "sgpolicy.language"].some((key) => change.affectsConfiguration(key));
      if (isStarted && matters) await own.restart();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(async () => {
      if (isStarted) await own.restart();
    }),
    vscode.workspace.onDidOpenTextDocument(async (document) => {
      if (isOfPolicy(document)) await start();
    }),
  );
  const found = await vscode.workspace.findFiles("**/policy.yaml", "**/node_modules/**", 1);
  if (found.length > 0 || vscode.workspace.textDocuments.some(isOfPolicy)) await start();
}

/** Called by the editor when it closes. */
export async function deactivate(): Promise<void> {
  await server?.stop();
}

function isOfPolicy(document: vscode.TextDocument): boolean {
  const written = document.languageId === "markdown" || document.fileName.endsWith("policy.yaml");
  return document.uri.scheme === "file" && written && policyFolder(document.fileName) !== undefined;
}
