let node_child_process = require("node:child_process");
// src/git/user-settings.ts
async function askGit(directory, args) {
	return new Promise((resolve) => {
		const options = {
			cwd: directory,
			env: {
				...process.env,
				LC_ALL: "C",
				GIT_OPTIONAL_LOCKS: "0"
			}
		};
		(0, node_child_process.execFile)("git", args, options, (error, stdout) => resolve(error === null ? stdout : null));
	});
}
async function messageSettings(directory) {
	const pattern = String.raw`^(core\.comment(char|string)|commit\.cleanup)$`;
	const found = {
		comment: "#",
		cleanup: "default"
	};
	const listed = await askGit(directory, [
		"config",
		"-z",
		"--get-regexp",
		pattern
	]);
	for (const entry of listed?.split("\0") ?? []) {
		const [name, value = ""] = entry.split(/\n(.*)/s);
		if (name === "commit.cleanup") found.cleanup = value;
		else if (value !== "") found.comment = value;
	}
	return found;
}
async function findHookPlace(directory) {
	const top = (await askGit(directory, ["rev-parse", "--show-toplevel"]) ?? await askGit(directory, ["rev-parse", "--absolute-git-dir"]))?.replace(/\n$/, "") ?? "";
	if (top === "") return null;
	const hooks = await askGit(top, [
		"rev-parse",
		"--path-format=absolute",
		"--git-path",
		"hooks"
	]);
	const set = await askGit(top, [
		"config",
		"--show-scope",
		"--get",
		"core.hooksPath"
	]);
	const [, scope = "", value = ""] = /^(\w+)\t(.*)\n$/s.exec(set ?? "") ?? [];
	return {
		top,
		hooks: hooks?.replace(/\n$/, "") ?? "",
		hooksPath: set === null ? null : {
			value,
			scope
		}
	};
}
async function templateFolder() {
	return (await askGit(".", [
		"config",
		"--global",
		"--get",
		"--type=path",
		"init.templateDir"
	]))?.replace(/\n$/, "") || null;
}
Object.defineProperty(exports, "askGit", {
	enumerable: true,
	get: function() {
		return askGit;
	}
});
Object.defineProperty(exports, "findHookPlace", {
	enumerable: true,
	get: function() {
		return findHookPlace;
	}
});
Object.defineProperty(exports, "messageSettings", {
	enumerable: true,
	get: function() {
		return messageSettings;
	}
});
Object.defineProperty(exports, "templateFolder", {
	enumerable: true,
	get: function() {
		return templateFolder;
	}
});
