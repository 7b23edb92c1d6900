const require_hook_files = require("./hook-files.js");
const require_errors = require("./errors.js");
const require_dist$1 = require("./dist.js");
let node_path = require("node:path");
// src/hooks/block.ts
const pattern = /^[ ]*# akguard: begin(?: \((joined|own file)\))?\n[^]*?^[ ]*# akguard: end\n/gm;
function block(body, kind, indent) {
	const pad = " ".repeat(indent);
	return [
		kind === "plain" ? "# akguard: begin" : `# akguard: begin (${kind})`,
		...body.split("\n"),
		"# akguard: end"
	].map((line) => line === "" ? "\n" : `${pad}${line}\n`).join("");
}
function append(text, body) {
	if (text === null) return block(body, "own file", 0);
	if (text === "" || text.endsWith("\n")) return text + block(body, "plain", 0);
	return `${text}\n${block(body, "joined", 0)}`;
}
function insert(text, at, body, indent = 0) {
	return text.slice(0, at) + block(body, "plain", indent) + text.slice(at);
}
function hasBlock(text) {
	return text.search(pattern) >= 0;
}
function remove(text) {
	let rest = text;
	let isOurs = false;
	for (const { 0: whole, 1: kind, index } of [...text.matchAll(pattern)].toReversed()) {
		isOurs ||= kind === "own file";
		rest = rest.slice(0, kind === "joined" ? index - 1 : index) + rest.slice(index + whole.length);
	}
	return isOurs && rest === "" ? null : rest;
}
// src/hooks/manager.ts
const hookNames = [
	"pre-commit",
	"commit-msg",
	"pre-push"
];
function refuse(file, problem) {
	return new require_errors.AkguardError("AK_HOOK", {
		file,
		problem
	});
}
function textOf(path) {
	return require_hook_files.readBytes(path)?.toString("latin1") ?? null;
}
function put(path, text) {
	if (text === null) {
		if (!require_hook_files.isThere(path)) return false;
		require_hook_files.removeFile(path);
		return true;
	}
	if (textOf(path) === text) return false;
	require_hook_files.writeBytes(path, Buffer.from(text, "latin1"));
	return true;
}
// src/hooks/husky.ts
const program$1 = "PRE_COMMIT= akguard hook";
const pushLines = `akguard_refs=$(cat)
printf '%s\\n' "$akguard_refs" | ${program$1} pre-push -- "$@"
if [ -n "$akguard_refs" ]; then exec <<AKGUARD
$akguard_refs
AKGUARD
else exec </dev/null; fi`;
const husky = {
	name: "husky",
	isUsed: ({ hooksPath }) => hooksPath !== null && /(?:^|\/)\.husky(?:\/_)?\/?$/.test(hooksPath.value),
	install(place) {
		const folder = huskyFolder(place);
		if (!require_hook_files.isThere(folder)) throw refuse(folder, "husky is not set up here. Run `npx husky init` first");
		return hookNames.flatMap((name) => {
			const path = (0, node_path.join)(folder, name);
			const text = textOf(path);
			if (text !== null && hasBlock(text)) return [];
			put(path, text === null ? append(null, linesFor(name)) : withBlock(text, name));
			return [`${path}: calls akguard${text === null ? "" : " as well"}.`];
		});
	},
	uninstall(place) {
		return hookNames.flatMap((name) => {
			const path = (0, node_path.join)(huskyFolder(place), name);
			const text = textOf(path);
			if (text === null || !hasBlock(text)) return [];
			put(path, remove(text));
			return [`${path}: as it was before.`];
		});
	}
};
function linesFor(name) {
	return name === "pre-push" ? pushLines : `${program$1} ${name} -- "$@"`;
}
function withBlock(text, name) {
	if (name !== "pre-push") return append(text, linesFor(name));
	const firstEnd = text.startsWith("#!") ? text.indexOf("\n") + 1 : 0;
	if (text.startsWith("#!") && firstEnd === 0) return append(text, linesFor(name));
	return insert(text, firstEnd, linesFor(name));
}
function huskyFolder({ top, hooks, hooksPath }) {
	if (hooksPath === null || !husky.isUsed({
		top,
		hooks,
		hooksPath
	})) return (0, node_path.join)(top, ".husky");
	return /_\/?$/.test(hooksPath.value) ? (0, node_path.dirname)(hooks) : hooks;
}
// src/hooks/yaml-place.ts
var import_dist = require_dist$1.require_dist();
function parseYaml(text) {
	const document = (0, import_dist.parseDocument)(text, { prettyErrors: false });
	if (document.errors.length > 0) return null;
	return document.contents === null || (0, import_dist.isMap)(document.contents) ? document : null;
}
function firstEntry(document, path, text) {
	const node = document.getIn(path, true);
	if (!(0, import_dist.isMap)(node) && !(0, import_dist.isSeq)(node) || node.flow === true || node.range === null || node.range === void 0) return null;
	const [start] = node.range;
	const at = text.lastIndexOf("\n", start - 1) + 1;
	return /^ *$/.test(text.slice(at, start)) ? {
		at,
		indent: start - at
	} : null;
}
// src/hooks/lefthook.ts
const files = [
	"lefthook.yml",
	".lefthook.yml",
	"lefthook.yaml",
	".lefthook.yaml",
	".config/lefthook.yml"
];
const otherFiles = [
	"lefthook.toml",
	".lefthook.toml",
	"lefthook.json",
	".lefthook.json"
];
const program = "PRE_COMMIT= PATH=\"node_modules/.bin:$PATH\" akguard hook";
const fields = {
	"pre-commit": [`run: ${program} pre-commit`],
	"commit-msg": [`run: ${program} commit-msg -- {1}`],
	"pre-push": [`run: ${program} pre-push -- {0}`, "use_stdin: true"]
};
const lefthook = {
	name: "lefthook",
	isUsed: ({ top }) => [...files, ...otherFiles].some((file) => require_hook_files.isThere((0, node_path.join)(top, file))),
	install({ top }) {
		const path = fileIn$1(top);
		const text = textOf(path);
		if (text !== null && hasBlock(text)) return [];
		let changed = text;
		for (const name of hookNames) changed = withHook(changed, name, path);
		put(path, changed);
		return [`${path}: calls akguard.`, "Now run `lefthook install`, which tells git about new hooks."];
	},
	uninstall({ top }) {
		const path = fileIn$1(top);
		const text = textOf(path);
		if (text === null || !hasBlock(text)) return [];
		put(path, remove(text));
		return [`${path}: as it was before.`];
	}
};
function fileIn$1(top) {
	const found = files.find((file) => require_hook_files.isThere((0, node_path.join)(top, file)));
	const other = otherFiles.find((file) => require_hook_files.isThere((0, node_path.join)(top, file)));
	if (found === void 0 && other !== void 0) {
		const lines = hookNames.flatMap((name) => fields[name]).join(", ");
		throw refuse((0, node_path.join)(top, other), `only YAML is changed. Add a command to each hook yourself: ${lines}`);
	}
	return (0, node_path.join)(top, found ?? "lefthook.yml");
}
function withHook(text, name, path) {
	const own = ["akguard:", ...fields[name].map((field) => `  ${field}`)];
	const nested = (lines) => lines.map((line) => `  ${line}`);
	const top = [`${name}:`, ...nested(["commands:", ...nested(own)])];
	const before = text === null ? null : parseYaml(text);
	if (text !== null && before === null) throw refuse(path, "it is not valid YAML. Mend it first");
	let changed = null;
	if (text === null || before === null || !before.has(name)) changed = append(text, top.join("\n"));
	else {
		const commands = firstEntry(before, [name, "commands"], text);
		const jobs = firstEntry(before, [name, "jobs"], text);
		const any = firstEntry(before, [name], text);
		if (commands !== null) changed = insert(text, commands.at, own.join("\n"), commands.indent);
		else if (jobs !== null) {
			const [first, ...rest] = ["name: akguard", ...fields[name]];
			changed = insert(text, jobs.at, [`- ${first}`, ...nested(rest)].join("\n"), jobs.indent);
		} else if (any !== null && !before.hasIn([name, "commands"])) changed = insert(text, any.at, ["commands:", ...nested(own)].join("\n"), any.indent);
	}
	if (changed === null || !holds(changed, name)) throw refuse(path, `add this to \`${name}\` yourself: ${own.join(" ")}`);
	return changed;
}
function holds(text, name) {
	const document = parseYaml(text);
	const run = document?.getIn([
		name,
		"commands",
		"akguard",
		"run"
	]);
	if (run !== void 0) return run === fields[name][0]?.slice(5);
	return (document?.toJS())?.[name]?.jobs?.some((job) => job.name === "akguard") === true;
}
// src/hooks/script.ts
const beforeSuffix = ".before-akguard";
const subjects = {
	"pre-commit": ["commit", "git commit --no-verify"],
	"commit-msg": ["commit", "git commit --no-verify"],
	"pre-push": ["push", "git push --no-verify"]
};
function hookScript(name, { node, cli }, madeFolder) {
	const [what, skip] = subjects[name];
	return `#!/bin/sh
# Looks for Anton API keys. Made by \`akguard hook install\`; \`akguard hook uninstall\` puts back what was here before.
${madeFolder ? "# This folder was made for it.\n" : ""}node=${quoted(node)}
cli=${quoted(cli)}
before="$0${beforeSuffix}"
# Git calls this, even where the pre-commit framework has started git: what that tells its own hooks is about others.
unset PRE_COMMIT PRE_COMMIT_REMOTE_NAME
${name === "pre-push" ? chainWithInput : chain}
look() {
  if [ -x "$node" ] && [ -f "$cli" ]; then "$node" "$cli" "$@"
  elif command -v akguard >/dev/null 2>&1; then akguard "$@"
  elif [ -f "$cli" ] && command -v node >/dev/null 2>&1; then node "$cli" "$@"
  else
    echo "akguard is neither where it was ($cli) nor on PATH." >&2
    return 127
  fi
}
${name === "pre-push" ? `printf '%s' "$refs" | look hook pre-push -- "$@"` : `look hook ${name} -- "$@"`}
code=$?
case $code in
  0 | 1 | 2 | 3 | 4 | 70) ;;
  *)
    echo "akguard could not look at this ${what} (it ended with $code), so it was stopped." >&2
    echo "Mend it with \\\`akguard hook install\\\`, or go on without a look: ${skip}" >&2
    ;;
esac
exit $code
`;
}
const chain = `if [ -x "$before" ]; then "$before" "$@" || exit $?; fi`;
const chainWithInput = `refs=$(cat)
[ -z "$refs" ] || refs="$refs
"
if [ -x "$before" ]; then printf '%s' "$refs" | "$before" "$@" || exit $?; fi`;
function quoted(text) {
	return `'${text.replaceAll("'", `'\\''`)}'`;
}
function parseScript(name, text) {
	const value = (variable) => {
		const [, written] = new RegExp(`^${variable}='(.*)'$`, "m").exec(text) ?? [];
		return written?.replaceAll(`'\\''`, "'") ?? "";
	};
	const found = {
		node: value("node"),
		cli: value("cli"),
		madeFolder: text.includes("\n# This folder was")
	};
	return hookScript(name, found, found.madeFolder) === text ? found : null;
}
function isOurs(text) {
	return text.includes("\n# Looks for Anton API keys. Made by `akguard hook install`");
}
// src/hooks/plain-git.ts
const plainGit = {
	name: "git",
	isUsed: () => true,
	install: ({ hooks, hooksPath }) => [...installInto(hooks), ...hooksPath?.scope === "global" || hooksPath?.scope === "system" ? [`core.hooksPath is set for all your repositories, so they all have these hooks now.`] : []],
	uninstall: ({ hooks }) => uninstallFrom(hooks)
};
function installInto(hooks) {
	const program = require_hook_files.ownProgram();
	const makesFolder = !require_hook_files.isThere(hooks);
	return hookNames.map((name) => ({
		name,
		...stateOf(hooks, name)
	})).flatMap(({ name, path, text, ours }) => {
		const script = hookScript(name, program, ours?.madeFolder ?? makesFolder);
		if (text === script) return [];
		const chained = ours === null && require_hook_files.isThere(path);
		if (chained) require_hook_files.move(path, path + beforeSuffix);
		require_hook_files.writeBytes(path, script, 493);
		if (ours !== null) return [`${path}: brought up to date.`];
		return [chained ? `${path}: made; the hook that was there is called first.` : `${path}: made.`];
	});
}
function uninstallFrom(hooks) {
	const todo = hookNames.map((name) => ({
		name,
		...stateOf(hooks, name)
	}));
	const told = [];
	let isEmpty = false;
	for (const { path, ours } of todo) {
		if (ours === null) continue;
		require_hook_files.removeFile(path);
		const before = require_hook_files.isThere(path + beforeSuffix);
		if (before) require_hook_files.move(path + beforeSuffix, path);
		told.push(before ? `${path}: as it was before.` : `${path}: removed.`);
		isEmpty ||= ours.madeFolder;
	}
	if (isEmpty) require_hook_files.removeEmpty([hooks]);
	return told;
}
function stateOf(hooks, name) {
	const path = (0, node_path.join)(hooks, name);
	const text = textOf(path);
	const ours = text === null ? null : parseScript(name, text);
	if (ours === null && text !== null && isOurs(text)) throw refuse(path, "it is a hook of akguard that was changed by hand. Take out of it what is yours");
	if (ours === null && require_hook_files.isThere(path + ".before-akguard")) throw refuse(path, `something else has replaced the hook of akguard. Look at ${`${path}${beforeSuffix}`}, and remove one of them`);
	return {
		path,
		text,
		ours
	};
}
function templateHooks(template) {
	return (0, node_path.join)(template, "hooks");
}
function templateFolders(template) {
	return [
		templateHooks(template),
		template,
		(0, node_path.dirname)(template)
	];
}
// src/hooks/pre-commit.ts
const entry = `- repo: local
  hooks:
    - id: akguard
      name: Anton API keys in this commit
      entry: akguard hook pre-commit
      language: system
      always_run: true
      require_serial: true
    - id: akguard-message
      name: Anton API keys in this message
      entry: akguard hook commit-msg
      language: system
      always_run: true
      stages: [commit-msg]
    - id: akguard-push
      name: Anton API keys in this push
      entry: akguard hook pre-push
      language: system
      always_run: true
      pass_filenames: false`;
const types = [
	"pre-commit",
	"commit-msg",
	"pre-push"
].map((type) => `--hook-type ${type}`).join(" ");
const preCommit = {
	name: "pre-commit",
	isUsed: ({ top }) => require_hook_files.isThere(fileIn(top)),
	install({ top }) {
		const path = fileIn(top);
		const text = textOf(path);
		if (text !== null && hasBlock(text)) return [];
		put(path, withEntry(text, path));
		return [`${path}: calls akguard, which has to be on PATH.`, `Now run \`pre-commit install ${types}\`, which tells git about the hooks.`];
	},
	uninstall({ top }) {
		const path = fileIn(top);
		const text = textOf(path);
		if (text === null || !hasBlock(text)) return [];
		put(path, remove(text));
		return [`${path}: as it was before.`];
	}
};
function fileIn(top) {
	return (0, node_path.join)(top, ".pre-commit-config.yaml");
}
function withEntry(text, path) {
	const indented = entry.split("\n").map((line) => `  ${line}`);
	const document = text === null ? null : parseYaml(text);
	if (text !== null && document === null) throw refuse(path, "it is not valid YAML. Mend it first");
	if (text === null || document?.has("repos") === false) return append(text, ["repos:", ...indented].join("\n"));
	const place = document === null ? null : firstEntry(document, ["repos"], text);
	if (place === null) throw refuse(path, "`repos` is not a list with a line for each entry. Make it one");
	return insert(text, place.at, entry, place.indent);
}
// src/hooks/index.ts
const managers = [
	husky,
	lefthook,
	preCommit,
	plainGit
];
function managerOf(place) {
	return managers.find((manager) => manager.isUsed(place)) ?? plainGit;
}
Object.defineProperty(exports, "append", {
	enumerable: true,
	get: function() {
		return append;
	}
});
Object.defineProperty(exports, "beforeSuffix", {
	enumerable: true,
	get: function() {
		return beforeSuffix;
	}
});
Object.defineProperty(exports, "hasBlock", {
	enumerable: true,
	get: function() {
		return hasBlock;
	}
});
Object.defineProperty(exports, "hookNames", {
	enumerable: true,
	get: function() {
		return hookNames;
	}
});
Object.defineProperty(exports, "huskyFolder", {
	enumerable: true,
	get: function() {
		return huskyFolder;
	}
});
Object.defineProperty(exports, "installInto", {
	enumerable: true,
	get: function() {
		return installInto;
	}
});
Object.defineProperty(exports, "isOurs", {
	enumerable: true,
	get: function() {
		return isOurs;
	}
});
Object.defineProperty(exports, "managerOf", {
	enumerable: true,
	get: function() {
		return managerOf;
	}
});
Object.defineProperty(exports, "managers", {
	enumerable: true,
	get: function() {
		return managers;
	}
});
Object.defineProperty(exports, "parseScript", {
	enumerable: true,
	get: function() {
		return parseScript;
	}
});
Object.defineProperty(exports, "put", {
	enumerable: true,
	get: function() {
		return put;
	}
});
Object.defineProperty(exports, "remove", {
	enumerable: true,
	get: function() {
		return remove;
	}
});
Object.defineProperty(exports, "templateFolders", {
	enumerable: true,
	get: function() {
		return templateFolders;
	}
});
Object.defineProperty(exports, "templateHooks", {
	enumerable: true,
	get: function() {
		return templateHooks;
	}
});
Object.defineProperty(exports, "textOf", {
	enumerable: true,
	get: function() {
		return textOf;
	}
});
Object.defineProperty(exports, "uninstallFrom", {
	enumerable: true,
	get: function() {
		return uninstallFrom;
	}
});
