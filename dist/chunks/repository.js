const require_errors = require("./errors.js");
const require_run = require("./run.js");
// src/git/repository.ts
async function findRepository(directory, hook) {
	const place = {
		directory,
		hook
	};
	const { code, stdout } = await require_run.tryGit(place, [
		"rev-parse",
		"--absolute-git-dir",
		"--is-shallow-repository",
		"--is-inside-work-tree"
	]);
	if (code !== 0) return null;
	const [gitDirectory = "", shallow, inside] = stdout.toString().split("\n");
	return {
		place,
		gitDirectory,
		shallow: shallow === "true",
		hasWorkTree: inside === "true"
	};
}
async function openRepository(directory, hook) {
	const repository = await findRepository(directory, hook);
	if (repository === null) throw new require_errors.AkguardError("AK_NOT_A_REPOSITORY", { path: directory });
	return repository;
}
async function resolveRevision(place, revision) {
	const { code, stdout } = await require_run.tryGit(place, [
		"rev-parse",
		"--verify",
		"--quiet",
		"--end-of-options",
		revision
	]);
	const id = stdout.toString().trim();
	if (code !== 0 || !/^[0-9a-f]{40,64}$/.test(id)) throw new require_errors.AkguardError("AK_UNKNOWN_REVISION", { revision });
	return id;
}
async function countPromised(place) {
	if (!await isPartial(place)) return 0;
	return (await require_run.runGit(place, [
		"rev-list",
		"--objects",
		"--all",
		"--quiet",
		"--missing=print"
	])).toString("latin1").match(/^\?/gm)?.length ?? 0;
}
async function objectFormat(place) {
	const { code, stdout } = await require_run.tryGit(place, ["rev-parse", "--show-object-format"]);
	return code === 0 ? stdout.toString().trim() : null;
}
async function isPartial(place) {
	const pattern = String.raw`^(extensions\.partialclone|remote\..*\.promisor)$`;
	return (await require_run.tryGit(place, [
		"config",
		"--get-regexp",
		pattern
	])).code === 0;
}
Object.defineProperty(exports, "countPromised", {
	enumerable: true,
	get: function() {
		return countPromised;
	}
});
Object.defineProperty(exports, "findRepository", {
	enumerable: true,
	get: function() {
		return findRepository;
	}
});
Object.defineProperty(exports, "isPartial", {
	enumerable: true,
	get: function() {
		return isPartial;
	}
});
Object.defineProperty(exports, "objectFormat", {
	enumerable: true,
	get: function() {
		return objectFormat;
	}
});
Object.defineProperty(exports, "openRepository", {
	enumerable: true,
	get: function() {
		return openRepository;
	}
});
Object.defineProperty(exports, "resolveRevision", {
	enumerable: true,
	get: function() {
		return resolveRevision;
	}
});
