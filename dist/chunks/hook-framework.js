const require_changes = require("./changes.js");
const require_repository = require("./repository.js");
const require_sources = require("./sources.js");
// src/hook-framework.ts
const place = {
	directory: ".",
	hook: true
};
async function frameworkSource(files, request) {
	if (files.length > 0 && (await require_changes.readStaged(place)).length === 0) return require_sources.sources.files({
		...request,
		operands: files
	});
	return require_sources.sources.staged({
		...request,
		operands: []
	});
}
async function frameworkPush(variables, limitMs) {
	const { PRE_COMMIT_TO_REF: to, PRE_COMMIT_FROM_REF: from, PRE_COMMIT_LOCAL_BRANCH: branch } = variables;
	const remote = variables["PRE_COMMIT_REMOTE_NAME"] ?? null;
	const tip = await require_repository.resolveRevision(place, to ?? branch ?? "HEAD");
	const known = /^[0-9a-f]{40,64}$/.test(from ?? "") ? from ?? "" : "0".repeat(tip.length);
	return require_sources.pushed(`pushed ${tip} ${branch ?? "HEAD"} ${known}\n`, remote, limitMs);
}
exports.frameworkPush = frameworkPush;
exports.frameworkSource = frameworkSource;
