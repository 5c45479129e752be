/** What the extension says, in Chinese and English. */

export type Language = "zh" | "en";

const TEXTS = {
  missing: [
    (path: string) =>
      `找不到程序 ${path}，所以没有检查、补全和悬停说明（着色和代码片段照常）。` +
      "请安装：pip install 'sgpolicy[lsp]'；已经装在别处的，请在设置中写明它在哪里。",
    (path: string) =>
      `${path} was not found, so there are no checks, completion or hover texts (colours and snippets work). ` +
      "Install it: pip install 'sgpolicy[lsp]'; or say in the settings where it is.",
  ],
  failed: [
    (path: string, why: string) => `语言服务没有启动（${path}）：${why}`,
    (path: string, why: string) => `The language server did not start (${path}): ${why}`,
  ],
  old: [
    () => "这一版 sgpolicy 没有语言服务。请升级：pip install --upgrade 'sgpolicy[lsp]'。",
    () => "This sgpolicy has no language server. Upgrade it: pip install --upgrade 'sgpolicy[lsp]'.",
  ],
  silent: [() => "程序没有说明原因，请看日志。", () => "the program gave no reason; see the log."],
  settings: [() => "打开设置", () => "Open Settings"],
  log: [() => "显示日志", () => "Show Log"],
  again: [() => "重试", () => "Try Again"],
} as const;

export type Key = keyof typeof TEXTS;

/** One text; `facts` are its blanks, in order. */
export function say(language: Language, key: Key, ...facts: string[]): string {
  const text = TEXTS[key][language === "en" ? 1 : 0] as (...facts: string[]) => string;
  return text(...facts);
}
