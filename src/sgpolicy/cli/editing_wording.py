"""What the commands for those who edit rules say: fmt, fingerprint, mutate; Chinese and English."""

TEXTS: dict[str, tuple[str, str]] = {
    "fmt": ("把规则改成统一格式", "bring the rules into the canonical form"),
    "fmt.long": (
        "把办法文件夹中的 sgp 代码块改成统一格式：标点、数字、空格、换行只有一种写法。原文、表格和注解不变。",
        "Rewrite the sgp blocks of a policy folder in the one canonical form; prose and comments stay.",
    ),
    "fmt.exit": (
        "0 已是统一格式或者已改写；1 有文件须改写（--check、--diff）",
        "0 formatted; 1 files would change (--check, --diff)",
    ),
    "fmt.path": (
        "办法的文件夹；未写明时为随附的办法，只查看、不改写",
        "a policy's folder; the shipped policy, never rewritten, if not given",
    ),
    "fmt.check": ("只列出须改写的文件，不改写", "only list files that would change"),
    "fmt.diff": ("只显示会改写的各行，不改写", "only show the lines that would change"),
    "fingerprint": ("输出每个条款的指纹", "print a digest of each clause"),
    "fingerprint.long": (
        "由每个条款的原文、规则和所用事项算出指纹（SHA-256）。意思变了指纹才变，格式和注解不影响。",
        "Print SHA-256 digests of each clause's text, rules and facts; form and comments do not count.",
    ),
    "fingerprint.exit": ("0 已输出", "0 printed"),
    "fingerprint.clause": (
        "只看一个条款，如 第七条第（一）项、第八条",
        "one clause only, such as 第七条第（一）项 or 第八条",
    ),
    "fingerprint.format": (
        "text 前 16 位（默认），json 全部 64 位",
        "text with 16 digits (default), or json with all 64",
    ),
    "mutate": (
        "把规则改动一处，看样例能否发现",
        "change the rules one thing at a time: do cases notice?",
    ),
    "mutate.long": (
        "每次把规则改动一处（界限、且或、例外、读法……），列出没有样例发现的改动，并给出可以补上的样例。",
        "Change one thing at a time in the rules and list what no case notices, with a case that would.",
    ),
    "mutate.exit": (
        "0 每处改动都有样例发现，或者列为等价；1 有的没有",
        "0 all noticed or listed as equivalent; 1 some are not",
    ),
    "mutate.clause": (
        "只改这个条款及其各项，如 第七条第（三）项",
        "only this clause and what stands under it, such as 7(3)",
    ),
    "mutate.format": ("text（默认）或者 json", "text (default) or json"),
    "fmt.shipped": (
        "随程序附带的办法不能改写",
        "the policy that comes with the program is not rewritten",
    ),
    "fmt.shipped.remedy": (
        "请写明办法的文件夹，如“sgpolicy fmt policies/某办法”；只查看请加 --check 或 --diff。",
        "Name a policy's folder, as in 'sgpolicy fmt policies/…'; use --check or --diff to look only.",
    ),
    "fmt.unreadable": (
        "办法文件夹有读不了的文件，没有改写任何文件",
        "files of the policy folder cannot be read; nothing was rewritten",
    ),
    "fmt.unread": (
        "有 {count} 处规则写错，保持原样；其余已是统一格式或者如上所列",
        "{count} mistake(s) in rules, left as they are; the rest is formatted or listed above",
    ),
    "fmt.would": ("须改写：{name}", "would change: {name}"),
    "fmt.written": ("已改写：{name}", "rewritten: {name}"),
    "fmt.clean": ("{count} 个文件都已是统一格式。", "{count} file(s) already formatted."),
    "fmt.summary": (
        "{count} 个文件，改写了 {changed} 个。",
        "{count} file(s), {changed} rewritten.",
    ),
    "fmt.summary.would": (
        "{count} 个文件，{changed} 个须改写；运行“sgpolicy fmt”并写明文件夹即可改写。",
        "{count} file(s), {changed} would change; 'sgpolicy fmt' with the folder rewrites them.",
    ),
    "fmt.read_only": ("没有权限改写 {name}", "no permission to write {name}"),
    "fmt.read_only.remedy": (
        "请去掉文件或文件夹的“只读”属性，再运行一次。",
        "Make the file and its folder writable and run it again.",
    ),
    "fmt.outside": (
        "{name} 是指向文件夹以外的链接，没有改写",
        "{name} is a link to outside of the folder and was not rewritten",
    ),
    "fmt.changed": (
        "{name} 在读取以后又有改动，没有改写；请再运行一次",
        "{name} changed while it was being read and was not rewritten; run it again",
    ),
    "fmt.not_written": ("写不了 {name}：{reason}", "cannot write {name}: {reason}"),
    # ── fingerprint ──
    "fingerprint.digest": ("指纹", "digest"),
    "fingerprint.declarations": ("声明", "declarations"),
    "fingerprint.facts": ("事项和列", "facts"),
    "fingerprint.whole": ("全部", "whole"),
    # ── lsp ──
    "lsp": ("编辑器的语言服务", "the language server for editors"),
    "lsp.long": (
        "由编辑器启动的语言服务（LSP），经标准输入输出：随写随查、补全、悬停、改名、样例状态等，见《在编辑器里》。",
        "A language server (LSP) that editors start, over standard input and output.",
    ),
    "lsp.exit": ("0 编辑器已退出", "0 the editor has left"),
    "lsp.stdio": (
        "经标准输入输出（总是如此；有的编辑器会加上这个选项）",
        "over standard input and output (always; some editors pass this)",
    ),
    "lsp.missing": ("语言服务需要 pygls", "the language server needs pygls"),
    "lsp.missing.remedy": (
        "请运行“pip install 'sgpolicy[lsp]'”，再重启编辑器。",
        "Run: pip install 'sgpolicy[lsp]', and restart the editor.",
    ),
    # ── mutate ──
    "mutate.survivor": ("{change}，没有样例发现。", "{change}: no case notices."),
    "mutate.id": ("变异 {id}", "mutant {id}"),
    "mutate.suggestion": (
        "可以补上的样例（{file}；基础：{base}；评估日：{day}；改动以后得{outcome}）。期望须先照条文核对：",
        "a case that would ({file}; 基础：{base}; 评估日：{day}; the mutant says {outcome}); check it against the law:",
    ),
    "mutate.no_suggestion": (
        "没有找到能发现它的样例；如果它确实不改变任何结论，在“等价变异.md”中写明理由。",
        "no case was found that would; if it can change nothing, list it with the reason in 等价变异.md.",
    ),
    "mutate.equivalent": ("等价：{change}。{reason}", "equivalent: {change}. {reason}"),
    "mutate.count": ("{made} 处，发现 {killed} 处", "{made}, noticed {killed}"),
    "mutate.summary": (
        "改动 {count} 处：样例发现 {killed} 处，等价 {equivalent} 处，没有发现 {survivors} 处。",
        "{count} mutants: {killed} noticed, {equivalent} equivalent, {survivors} survive.",
    ),
    "mutate.progress": ("{done}/{total}", "{done}/{total}"),
    "mutate.failing": (
        "有 {count} 个样例与规则本身就不符，不能用来发现改动",
        "{count} case(s) differ from the rules as they are; nothing can be compared with them",
    ),
    "mutate.failing.remedy": (
        "先运行“sgpolicy test {path}”，改正以后再来。",
        "Run 'sgpolicy test {path}' first and mend them.",
    ),
    "mutate.equivalents": ("“等价变异.md”有误：", "等价变异.md is wrong:"),
    # ── show ──
}
