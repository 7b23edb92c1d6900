const require_errors = require("./errors.js");
const require_text = require("./text.js");
const require_user_settings = require("./user-settings.js");
const require_hook_files = require("./hook-files.js");
const require_hooks = require("./hooks.js");
const require_options = require("./options.js");
let node_path = require("node:path");
// src/hooks/diagnose.ts
const again = "Run `akguard hook install`.";
async function diagnose(place, variables) {
	const manager = require_hooks.managerOf(place);
	const fine = [];
	const troubles = [];
	for (const name of require_hooks.hookNames) {
		const found = manager.name === "git" ? inGit(place, name) : inManager(place, manager.name, name);
		troubles.push(...found);
		if (found.length === 0) fine.push(`${name} calls akguard (${manager.name})`);
	}
	troubles.push(...await elsewhere(place), ...switchedOff(manager.name, variables));
	if (manager.name !== "git") troubles.push(...program(place));
	return {
		fine,
		troubles
	};
}
function inGit({ hooks }, name) {
	const path = (0, node_path.join)(hooks, name);
	const text = require_hooks.textOf(path);
	if (text === null) return [{
		what: `${path}: there is no such hook.`,
		mend: again
	}];
	const kept = path + require_hooks.beforeSuffix;
	if (!require_hooks.isOurs(text)) {
		if (require_hook_files.isThere(kept)) return [{
			what: `${path}: another tool has put its own hook in the place of akguard's.`,
			mend: `Remove ${kept} if the new hook does its work, then run \`akguard hook install\`.`
		}];
		return /\bakguard\b/.test(text) ? notExecutable(path) : [{
			what: `${path}: it does not call akguard.`,
			mend: `${again} The hook that is there stays, and is called first.`
		}];
	}
	const script = require_hooks.parseScript(name, text);
	if (script === null) return [{
		what: `${path}: it was made by another version of akguard, or changed by hand.`,
		mend: "Take out of it what is yours, delete it, and run `akguard hook install`."
	}];
	const own = require_hook_files.ownProgram();
	return [
		...notExecutable(path),
		...require_hook_files.isThere(kept) ? readsTree(kept) : [],
		...require_hook_files.isThere(script.cli) || require_hook_files.findOnPath("akguard") !== null ? [] : [{
			what: `${path}: akguard is neither at ${script.cli} nor on PATH.`,
			mend: again
		}],
		...require_hook_files.isThere(script.cli) && script.cli !== own.cli ? [{
			what: `${path}: it calls another akguard, ${script.cli}; this one is ${own.cli}.`,
			mend: again
		}] : [],
		...require_hook_files.isExecutable(script.node) || require_hook_files.findOnPath("node") !== null ? [] : [{
			what: `${path}: Node is not at ${script.node} any more, nor on PATH.`,
			mend: again
		}]
	];
}
function notExecutable(path) {
	return require_hook_files.isExecutable(path) ? [] : [{
		what: `${path}: it is not executable, so git does not run it.`,
		mend: `Run \`chmod +x ${path}\`.`
	}];
}
function readsTree(path) {
	const text = require_hooks.textOf(path) ?? "";
	return /\b(?:gitleaks\s+(?:detect|dir)\b(?!.*--staged)|trufflehog\s+filesystem|akguard\s+scan\s+(?!staged|range|message)|detect-secrets\s+scan)/.test(text) ? [{
		what: `${path}: it scans the files on disk, not what is committed.`,
		mend: "Have it look at the index (`akguard scan staged`, `gitleaks git --staged`)."
	}] : [];
}
function inManager(place, manager, name) {
	if (manager === "husky") return inHusky(place, name);
	const file = manager === "lefthook" ? lefthookFile(place.top) : (0, node_path.join)(place.top, ".pre-commit-config.yaml");
	if (!(require_hooks.textOf(file) ?? "").includes("akguard")) return [{
		what: `${file}: it does not call akguard.`,
		mend: again
	}];
	const hook = (0, node_path.join)(place.hooks, name);
	const called = require_hooks.textOf(hook) ?? "";
	const isInstalled = manager === "lefthook" ? /lefthook/i.test(called) : /pre-commit|pre_commit/.test(called);
	const mend = manager === "lefthook" ? "Run `lefthook install`." : `Run \`pre-commit install --hook-type ${name}\`.`;
	return isInstalled ? notExecutable(hook) : [{
		what: `${hook}: git does not call ${manager} for it.`,
		mend
	}];
}
function lefthookFile(top) {
	return (0, node_path.join)(top, [
		"lefthook.yml",
		".lefthook.yml",
		"lefthook.yaml",
		".lefthook.yaml",
		".config/lefthook.yml"
	].find((name) => require_hook_files.isThere((0, node_path.join)(top, name))) ?? "lefthook.yml");
}
function inHusky(place, name) {
	const path = (0, node_path.join)(require_hooks.huskyFolder(place), name);
	const text = require_hooks.textOf(path) ?? "";
	if (!text.includes("akguard")) return [{
		what: `${path}: it does not call akguard.`,
		mend: again
	}];
	const troubles = [];
	if (!require_hook_files.isThere((0, node_path.join)(place.hooks, name))) troubles.push({
		what: `${place.hooks}: husky has not made its hooks.`,
		mend: "Run `npx husky`."
	});
	const before = require_hooks.hasBlock(text) ? text.slice(0, text.indexOf("# akguard: begin")) : "";
	if (/^(?:exec|exit)\b/m.test(before)) troubles.push({
		what: `${path}: a line before the call of akguard ends the script.`,
		mend: "Move the block of akguard before that line."
	});
	return troubles;
}
async function elsewhere({ top, hooks, hooksPath }) {
	if (hooksPath === null) return [];
	const common = (await require_user_settings.askGit(top, [
		"rev-parse",
		"--path-format=absolute",
		"--git-common-dir"
	]))?.trim() ?? "";
	const shadowed = require_hooks.hookNames.filter((name) => require_hooks.isOurs(require_hooks.textOf((0, node_path.join)(common, "hooks", name)) ?? ""));
	if (shadowed.length === 0 || (0, node_path.join)(common, "hooks") === hooks) return [];
	return [{
		what: `${(0, node_path.join)(common, "hooks")}: git runs hooks from ${hooks} (core.hooksPath, ${hooksPath.scope}), so ${shadowed.join(", ")} there are never run.`,
		mend: "Run `akguard hook install`, or `git config --unset core.hooksPath` if nothing needs it."
	}];
}
function switchedOff(manager, variables) {
	const off = manager === "husky" && variables["HUSKY"] === "0" && "HUSKY=0" || manager === "lefthook" && /^(?:0|false)$/.test(variables["LEFTHOOK"] ?? "") && `LEFTHOOK=${variables["LEFTHOOK"]}` || manager === "pre-commit" && /\bakguard\b/.test(variables["SKIP"] ?? "") && `SKIP=${variables["SKIP"]}`;
	return off ? [{
		what: `${off} is set: no hook is run.`,
		mend: "Unset it."
	}] : [];
}
function program({ top }) {
	const local = (0, node_path.join)(top, "node_modules", ".bin", "akguard");
	return require_hook_files.isExecutable(local) || require_hook_files.findOnPath("akguard") !== null ? [] : [{
		what: "akguard is neither in node_modules/.bin nor on PATH, so the hook can not call it.",
		mend: "Run `npm install --save-dev akguard`, or install it with `--global`."
	}];
}
// src/doctor-command.ts
async function doctor(variables) {
	const place = await require_user_settings.findHookPlace(".");
	if (place === null) {
		await require_options.printOut("This is no repository: there are no hooks to look at.\n");
		return require_errors.ExitCode.ok;
	}
	const { fine, troubles } = await diagnose(place, variables);
	const lines = [...fine.map((line) => `ok    ${line}`), ...troubles.flatMap(({ what, mend }) => [`WRONG ${what}`, `      ${mend}`])];
	await require_options.printOut(lines.map((line) => `${require_text.visible(line)}\n`).join(""));
	return troubles.length === 0 ? require_errors.ExitCode.ok : require_errors.ExitCode.findings;
}
exports.doctor = doctor;
