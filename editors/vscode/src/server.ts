/** The client of `sgpolicy lsp`: one server for the window. */

import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  type LanguageClientOptions,
  type ServerOptions,
} from "vscode-languageclient/node";

import { namesOnly } from "./colours";
import { type Language, say } from "./messages";
import { lastLine, programFor, tried } from "./program";

const MOST_RESTARTS = 3;

/** A client that asks for the language of the settings rather than the window's. */
class Client extends LanguageClient {
  constructor(
    private readonly language: Language,
    server: ServerOptions,
    options: LanguageClientOptions,
  ) {
    super("sgpolicy", "sgpolicy", server, options);
  }

  protected override getLocale(): string {
    return this.language;
  }
}

/** The window's server: started once, restarted when the settings change. */
export class Server implements vscode.Disposable {
  private client: Client | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly log: vscode.LogOutputChannel) {}

  /** Start, or start anew; one such call after the other. */
  restart(): Promise<void> {
    this.running = this.running.then(() => this.stopNow()).then(() => this.startNow());
    return this.running;
  }

  /** Stop; the promise holds when the server has left. */
  stop(): Promise<void> {
    this.running = this.running.then(() => this.stopNow());
    return this.running;
  }

  dispose(): void {
    void this.stop();
  }

  private async stopNow(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      this.log.warn(String(error)); // it had left by itself
    }
  }

  private async startNow(): Promise<void> {
    const settings = vscode.workspace.getConfiguration("sgpolicy");
    const language: Language = settings.get("language") === "en" ? "en" : "zh";
    const program = programFor({
      setting: settings.get<string>("path") ?? "",
      folders: (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath),
      trusted: vscode.workspace.isTrusted,
    });
    this.log.info(`${program} --lang ${language} lsp`);
    const trial = await tried(program, language);
    if (!trial.works) {
      this.log.error(trial.why);
      const text = trial.reason === "missing" ? say(language, "missing", program) : this.failure(language, program, trial);
      void this.tell(language, text);
      return;
    }
    const client = new Client(language, serverOptions(program, language), this.options());
    this.client = client;
    try {
      await client.start();
    } catch (error) {
      const why = lastLine(error instanceof Error ? error.message : String(error));
      void this.tell(language, say(language, "failed", program, why));
    }
  }

  private failure(language: Language, program: string, trial: { reason: string; why: string }): string {
    if (trial.reason === "old") return say(language, "old");
    return say(language, "failed", program, trial.why || say(language, "silent"));
  }

  private options(): LanguageClientOptions {
    let restarts = 0;
    return {
      documentSelector: [
        { scheme: "file", language: "markdown" },
        { scheme: "file", language: "yaml" },
      ],
      outputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue }),
        closed: () => ({
          action: ++restarts > MOST_RESTARTS ? CloseAction.DoNotRestart : CloseAction.Restart,
        }),
      },
      middleware: {
        provideCompletionItem: async (document, position, context, token, next) => {
          const found = await next(document, position, context, token);
          if (found === null || found === undefined) return found;
          // How a declaration is written is among the extension's snippets, which are there without a server.
          const isNew = (item: vscode.CompletionItem) => item.kind !== vscode.CompletionItemKind.Snippet;
          if (Array.isArray(found)) return found.filter(isNew);
          return new vscode.CompletionList(found.items.filter(isNew), found.isIncomplete);
        },
        provideDocumentSemanticTokens: async (document, token, next) => {
          const tokens = await next(document, token);
          const types = this.client?.initializeResult?.capabilities.semanticTokensProvider?.legend.tokenTypes;
          if (tokens === null || tokens === undefined || types === undefined) return tokens;
          return new vscode.SemanticTokens(namesOnly(tokens.data, types), tokens.resultId);
        },
      },
      synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher("**/*.{md,yaml,txt}") },
    };
  }

  private async tell(language: Language, text: string): Promise<void> {
    const [settings, log, again] = [say(language, "settings"), say(language, "log"), say(language, "again")];
    const answer = await vscode.window.showErrorMessage(text, settings, log, again);
    if (answer === settings) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "sgpolicy.path");
    } else if (answer === log) {
      this.log.show();
    } else if (answer === again) {
      await this.restart();
    }
  }
}

function serverOptions(program: string, language: Language): ServerOptions {
  return {
    command: program,
    args: ["--lang", language, "lsp"],
    options: { env: { ...process.env, PYTHONUTF8: "1", PYTHONUNBUFFERED: "1" } },
  };
}
