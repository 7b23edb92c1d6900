const require_run = require("./run.js");
// src/git/changes.ts
const submoduleMode = "160000";
function parseRaw(meta, path) {
	const parents = /^:+/.exec(meta)?.[0].length ?? 1;
	const fields = meta.slice(parents).split(" ");
	const modes = fields.slice(0, parents + 1);
	const ids = fields.slice(parents + 1, 2 * parents + 2);
	const after = ids[parents] ?? "";
	const submodule = modes[parents] === submoduleMode;
	const unmerged = fields.at(-1) === "U";
	const before = ids.slice(0, parents).filter((id, i) => !isZero(id) && modes[i] !== submoduleMode);
	return {
		path,
		after: isZero(after) || submodule ? null : after,
		before,
		submodule,
		unmerged
	};
}
function isZero(id) {
	return /^0*$/.test(id);
}
var NulSplitter = class {
	#rest = Buffer.alloc(0);
	#onToken;
	constructor(onToken) {
		this.#onToken = onToken;
	}
	push(data) {
		const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, data]) : data;
		const end = bytes.lastIndexOf(0);
		if (end >= 0) for (const token of bytes.toString("utf8", 0, end).split("\0")) this.#onToken(token);
		this.#rest = Buffer.from(bytes.subarray(end + 1));
	}
};
const commitFormat = "--format=%x01%H%x00%P%x00%an <%ae>%x00%cI%x00%S";
const headerFields = 5;
async function readCommits(place, options, revisions, onCommit) {
	const args = [
		"log",
		"-z",
		"--raw",
		"-c",
		"--root",
		"-r",
		"--no-renames",
		"--no-abbrev",
		"--no-textconv"
	];
	args.push("--no-ext-diff", "--topo-order", "--reverse", "--ignore-missing", "--source", commitFormat, ...options, "--stdin", "--");
	let header = [];
	let current = null;
	let meta = null;
	const splitter = new NulSplitter((token) => {
		if (header.length > 0 && header.length < headerFields) {
			header.push(token);
			if (header.length < headerFields) return;
			const [id = "", parents = "", author = "", committedAt = "", ref = ""] = header;
			if (current !== null) onCommit(current);
			current = {
				commit: {
					id,
					author,
					committedAt,
					ref: ref.startsWith("refs/") || ref === "HEAD" ? ref : null
				},
				parents: parents.split(" ").filter(Boolean),
				changes: []
			};
			header = [];
		} else if (meta !== null) {
			current?.changes.push(parseRaw(meta, token));
			meta = null;
		} else if (token.startsWith("")) header = [token.slice(1)];
		else if (/^\n?:/.test(token)) meta = token.replace("\n", "");
	});
	const end = await require_run.streamGit(place, args, (data) => splitter.push(data), `${revisions.join("\n")}\n`);
	if (end.code !== 0) throw require_run.gitFailed(args, end);
	if (current !== null) onCommit(current);
}
async function readStaged(place, tree) {
	const args = [
		"diff",
		"--cached",
		"--raw",
		"-z",
		"--no-renames",
		"--no-abbrev",
		"--no-ext-diff",
		"--no-textconv"
	];
	args.push("--ignore-submodules=none", "--diff-filter=ACMRTUXB", ...tree === void 0 ? [] : [tree], "--");
	const changes = [];
	let meta = null;
	new NulSplitter((token) => {
		if (meta === null) meta = token;
		else {
			changes.push(parseRaw(meta, token));
			meta = null;
		}
	}).push(await require_run.runGit(place, args));
	return changes;
}
async function listCommits(place) {
	const listed = await require_run.runGit(place, [
		"cat-file",
		"--batch-all-objects",
		"--unordered",
		"--buffer",
		"--batch-check=%(objecttype) %(objectname)"
	]);
	return Array.from(listed.toString("latin1").matchAll(/^commit (\w+)$/gm), ([, id = ""]) => id);
}
Object.defineProperty(exports, "listCommits", {
	enumerable: true,
	get: function() {
		return listCommits;
	}
});
Object.defineProperty(exports, "readCommits", {
	enumerable: true,
	get: function() {
		return readCommits;
	}
});
Object.defineProperty(exports, "readStaged", {
	enumerable: true,
	get: function() {
		return readStaged;
	}
});
