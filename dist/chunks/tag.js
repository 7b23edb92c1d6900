const require_run = require("./run.js");
// src/core/permalink.ts
function permalink(remote, commit, path, line) {
	const parts = /^(?:https?:\/\/|ssh:\/\/)?(?:[^@/]+@)?([A-Za-z0-9.-]*github[A-Za-z0-9.-]*)(?::\d+)?[:/]([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(remote ?? "");
	if (parts === null) return null;
	const [, host, owner, repository] = parts;
	return `https://${host}/${owner}/${repository}/blob/${commit}/${path.split("/").map(encodeURIComponent).join("/")}#L${line}`;
}
// src/git/tag.ts
async function readTag(place, id) {
	const { code, stdout } = await require_run.tryGit(place, [
		"cat-file",
		"tag",
		id
	]);
	if (code !== 0) return null;
	const text = stdout.toString();
	const tagger = /^tagger (.*) (\d+) [+-]\d{4}$/m.exec(text);
	const name = /^tag (.*)$/m.exec(text)?.[1] ?? "";
	const ref = (await require_run.tryGit(place, [
		"rev-parse",
		"--verify",
		"--quiet",
		"--end-of-options",
		`refs/tags/${name}`
	])).stdout.toString().trim() === id ? `refs/tags/${name}` : null;
	const committedAt = new Date(Number(tagger?.[2] ?? 0) * 1e3).toISOString();
	return {
		id,
		author: tagger?.[1] ?? "",
		committedAt,
		ref
	};
}
Object.defineProperty(exports, "permalink", {
	enumerable: true,
	get: function() {
		return permalink;
	}
});
Object.defineProperty(exports, "readTag", {
	enumerable: true,
	get: function() {
		return readTag;
	}
});
