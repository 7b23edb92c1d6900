import { t as AkguardError } from "./errors.js";
import { c as readObjects, d as resolveRevision, f as gitFailed, h as tryGit, l as findRepository, m as streamGit, n as objectFeed, o as readCommits, p as runGit, r as reportBad, s as readStaged, t as historySource, u as openRepository } from "./history.js";
import { a as listFolder, i as kindOf, l as readFile, n as findPattern, o as realPath, r as isPattern, s as whyShut, t as excluder } from "./paths.js";
import { t as logSource } from "./log.js";
import { join } from "node:path";
import { isUtf8 } from "node:buffer";
// src/git/listing.ts
var PathSplitter = class {
	#rest = Buffer.alloc(0);
	push(piece) {
		const bytes = Buffer.concat([this.#rest, piece]);
		const end = bytes.lastIndexOf(0) + 1;
		this.#rest = bytes.subarray(end);
		return splitPaths(bytes.subarray(0, end));
	}
};
function splitPaths(output) {
	if (isUtf8(output)) return output.toString().split("\0").slice(0, -1);
	const paths = [];
	let from = 0;
	for (let at = output.indexOf(0); at !== -1; at = output.indexOf(0, from)) {
		const path = output.subarray(from, at);
		paths.push(isUtf8(path) ? path.toString() : path);
		from = at + 1;
	}
	return paths;
}
async function listTracked(place, onPaths) {
	const args = [
		"ls-files",
		"-z",
		"-t",
		"--cached",
		"--deleted"
	];
	const splitter = new PathSplitter();
	const absent = new Set();
	let unmerged = "";
	const end = await streamGit(place, args, (piece) => {
		const present = [];
		for (const line of splitter.push(piece)) {
			const { tag, path } = parseTagged(line);
			if (tag === "R" || tag === "S") absent.add(String(path));
			if (tag === "R" || tag === "M" && isSame(path, unmerged)) continue;
			if (tag === "M") unmerged = path;
			present.push(path);
		}
		onPaths(present);
	});
	if (end.code !== 0) throw gitFailed(args, end);
	return absent;
}
function parseTagged(line) {
	if (typeof line === "string") return {
		tag: line.charAt(0),
		path: line.slice(2)
	};
	return {
		tag: String.fromCharCode(line[0] ?? 0),
		path: line.subarray(2)
	};
}
function isSame(a, b) {
	return Buffer.from(a).equals(Buffer.from(b));
}
async function listUntracked(place) {
	const args = [
		"ls-files",
		"-z",
		"--others",
		"--exclude-standard"
	];
	const end = await tryGit(place, args);
	if (end.code !== 0) throw gitFailed(args, end);
	const unread = [...end.stderr.matchAll(/^warning: could not open directory '(.*)': (.*)$/gm)].map(([, path = "", why = ""]) => ({
		path,
		why
	}));
	return {
		paths: splitPaths(end.stdout),
		unread
	};
}
async function isIgnored(place, path) {
	const { code } = await tryGit(place, [
		"check-ignore",
		"--quiet",
		"--no-index",
		"--",
		path
	]);
	return code === 0;
}
// src/sources/files.ts
function filesSource(request) {
	const paths = request.paths.length > 0 ? request.paths : ["."];
	return {
		name: "files",
		target: paths.join(" "),
		async read(sink, coverage) {
			const reader = new FilesReader(request, sink, coverage, await excluder(request.exclude));
			for (const path of paths) await reader.named(path);
			reader.finish();
		}
	};
}
var FilesReader = class {
	#request;
	#sink;
	#coverage;
	#isExcluded;
	#excluded = 0;
	#links = 0;
	constructor(request, sink, coverage, isExcluded) {
		this.#request = request;
		this.#sink = sink;
		this.#coverage = coverage;
		this.#isExcluded = isExcluded;
	}
	async named(path) {
		const kind = kindOf(path);
		if (kind === "folder") await this.#folder(path, true);
		else if (kind === "file") {
			if (this.#file(path, path, true) === "gone") this.#vanished(path);
		} else if (await isPattern(path)) {
			const found = await findPattern(path);
			this.#unread("", found.unread);
			if (found.paths.length + found.unread.length === 0) throw new AkguardError("AK_NOTHING_MATCHES", { pattern: path });
			for (const file of found.paths) {
				const shown = String(file);
				if (this.#isExcluded(shown)) this.#excluded++;
				else if (this.#file(file, shown, false) === "gone") this.#vanished(shown);
			}
		} else throw new AkguardError("AK_PATH_NOT_FOUND", { path });
	}
	finish() {
		if (this.#excluded > 0) this.#coverage.leftOut(`${this.#excluded} files`, "excluded by --exclude");
		if (this.#links > 0) this.#coverage.leftOut(`${this.#links} symbolic links`, "not followed; their targets were scanned as text");
	}
	async #folder(folder, named) {
		const shut = whyShut(folder);
		if (shut !== null) {
			this.#coverage.missed(folder, shut);
			return;
		}
		const nested = [];
		const missing = [];
		const { unread, absent } = await list(folder, named, (paths) => {
			for (const path of paths) {
				const text = String(path);
				if (this.#isExcluded(text)) {
					this.#excluded++;
					continue;
				}
				const shown = folder === "." ? text : join(folder, text);
				const real = typeof path === "string" ? shown : Buffer.concat([Buffer.from(`${folder}/`), path]);
				const result = this.#file(real, shown, false);
				if (result === "folder") nested.push(shown.replace(/\/$/, ""));
				if (result === "gone") missing.push(text);
			}
		});
		this.#unread(folder, unread);
		for (const path of missing) if (!absent.has(path)) this.#vanished(join(folder, path));
		for (const inner of nested) await this.#folder(inner, false);
	}
	#file(real, path, followLinks) {
		const coverage = this.#coverage;
		const result = readFile(real, {
			kind: "file",
			path
		}, this.#sink, this.#request.maxFileSize, followLinks);
		switch (result.kind) {
			case "read":
				coverage.files++;
				coverage.bytes += result.bytes;
				break;
			case "link":
				this.#links++;
				this.#sink.whole({
					kind: "file",
					path
				}, result.target);
				break;
			case "notAFile":
				coverage.leftOut(path, `${result.what}, not a file`);
				break;
			case "tooLarge":
				coverage.missed(path, `${result.size} bytes, over --max-file-size`);
				break;
			case "failed": coverage.missed(path, result.why);
		}
		return result.kind;
	}
	#unread(folder, unread) {
		for (const { path, why } of unread) {
			const shown = join(folder, path);
			if (this.#isExcluded(path)) this.#excluded++;
			else this.#coverage.missed(shown, why);
		}
	}
	#vanished(path) {
		this.#coverage.missed(path, "vanished before it was read");
	}
};
async function list(folder, named, read) {
	const place = {
		directory: folder,
		hook: false
	};
	const repository = await findRepository(folder, false);
	if (repository?.hasWorkTree === true && !(named && await isIgnoredFolder(repository, folder))) {
		const [absent, { paths, unread }] = await Promise.all([listTracked(place, read), listUntracked(place)]);
		read(paths);
		return {
			unread,
			absent
		};
	}
	const { paths, unread } = await listFolder(folder);
	read(paths);
	return {
		unread,
		absent: new Set()
	};
}
async function isIgnoredFolder({ place, gitDirectory }, folder) {
	const real = realPath(folder) ?? folder;
	return join(real, ".git") !== gitDirectory && isIgnored(place, real);
}
// src/sources/added.ts
var EarlierVersions = class {
	#place;
	#findKeys;
	#counts = new Map();
	constructor(place, findKeys) {
		this.#place = place;
		this.#findKeys = findKeys;
	}
	async load(ids) {
		const wanted = [...new Set(ids)].filter((id) => !this.#counts.has(id));
		let current = "";
		let pieces = [];
		await readObjects(this.#place, wanted, {
			object: (id) => {
				current = id;
				pieces = [];
			},
			bytes: (piece, last) => {
				pieces.push(Buffer.from(piece));
				if (last) this.#count(current, Buffer.concat(pieces));
			},
			missing: () => {}
		});
	}
	#count(id, bytes) {
		const counts = new Map();
		for (const key of this.#findKeys(bytes)) counts.set(key.fingerprint, (counts.get(key.fingerprint) ?? 0) + 1);
		this.#counts.set(id, counts);
	}
	added(change, matches) {
		return [...Map.groupBy(matches, (match) => match.secret.fingerprint)].flatMap(([fingerprint, places]) => {
			const before = Math.max(0, ...change.before.map((id) => this.#counts.get(id)?.get(fingerprint) ?? 0));
			return places.toSorted((a, b) => a.offset - b.offset).slice(before);
		});
	}
};
// src/sources/range.ts
function rangeSource(range) {
	const place = {
		directory: ".",
		hook: true
	};
	const commits = new Map();
	const introductions = new Map();
	return {
		name: "range",
		target: range,
		async read(sink, coverage) {
			const repository = await openRepository(place.directory, true);
			const { base, head } = await resolveRange(repository, range);
			const cut = [];
			await readCommits(place, [], [head, `^${base}`], (entry) => {
				commits.set(entry.commit.id, entry.commit);
				if (repository.shallow && entry.parents.length === 0) cut.push(entry);
				for (const change of entry.changes) {
					if (change.submodule) coverage.leftOut(change.path, "a submodule; scan it on its own");
					if (change.after === null) continue;
					const known = introductions.get(change.after);
					if (known === void 0) introductions.set(change.after, [{
						commit: entry.commit,
						change
					}]);
					else known.push({
						commit: entry.commit,
						change
					});
				}
			});
			await missedParents(repository, cut, coverage);
			const ids = [...commits.keys(), ...introductions.keys()];
			reportBad(await readObjects(place, ids, objectFeed(sink, coverage)), coverage);
		},
		async refine(matches, findKeys) {
			const earlier = new EarlierVersions(place, findKeys);
			const byObject = Map.groupBy(matches, (match) => match.provenance.kind === "object" ? match.provenance.id : "");
			const hits = [...byObject.keys()].flatMap((id) => introductions.get(id) ?? []);
			await earlier.load(hits.flatMap(({ change }) => change.before));
			return [...byObject].flatMap(([id, own]) => [...messages(own, commits.get(id)), ...(introductions.get(id) ?? []).flatMap(({ commit, change }) => earlier.added(change, own.map((match) => at$1(match, commit, change.path, id))))]);
		}
	};
}
function messages(matches, commit) {
	if (commit === void 0) return [];
	return matches.map((match) => ({
		...match,
		provenance: {
			kind: "message",
			type: "commit",
			id: commit.id,
			commit
		}
	}));
}
function at$1(match, commit, path, blob) {
	return {
		...match,
		provenance: {
			kind: "commit",
			path,
			blob,
			commit
		}
	};
}
async function resolveRange(repository, range) {
	const [base, head, ...rest] = range.split("..");
	if (base === void 0 || head === void 0 || rest.length > 0 || head.startsWith(".")) throw new AkguardError("AK_USAGE", { problem: `A range is BASE..HEAD, not ${range}.` });
	const place = repository.place;
	return {
		base: await resolveRevision(place, `${base || "HEAD"}^{commit}`),
		head: await resolveRevision(place, `${head || "HEAD"}^{commit}`)
	};
}
async function missedParents(repository, roots, coverage) {
	for (const { commit } of roots) {
		const raw = await runGit(repository.place, [
			"cat-file",
			"commit",
			commit.id
		]);
		if (/^parent /m.test(raw.toString("latin1").split("\n\n")[0] ?? "")) coverage.missed(`parents of commit ${commit.id}`, "cut off by a shallow clone; run `git fetch --unshallow`");
	}
}
// src/sources/staged.ts
function stagedSource() {
	const place = {
		directory: ".",
		hook: true
	};
	let changes = [];
	return {
		name: "staged",
		target: "the index",
		async read(sink, coverage) {
			changes = await readStaged(place).catch(async (error) => {
				await openRepository(place.directory, true);
				throw error;
			});
			for (const change of changes) {
				if (change.submodule) coverage.leftOut(change.path, "a submodule; scan it on its own");
				if (change.unmerged) coverage.missed(change.path, "in conflict; resolve it and stage the result");
			}
			coverage.files = changes.length;
			const ids = new Set(changes.flatMap((change) => change.after ?? []));
			reportBad(await readObjects(place, [...ids], objectFeed(sink, coverage)), coverage);
		},
		async refine(matches, findKeys) {
			const hit = new Set(matches.map(objectId));
			const touched = await mergedBefore(place, changes.filter((change) => change.after !== null && hit.has(change.after)));
			const earlier = new EarlierVersions(place, findKeys);
			await earlier.load(touched.flatMap((change) => change.before));
			return touched.flatMap((change) => {
				const own = matches.filter((match) => objectId(match) === change.after);
				return earlier.added(change, own.map((match) => at(match, change)));
			});
		}
	};
}
function objectId(match) {
	return match.provenance.kind === "object" ? match.provenance.id : "";
}
function at(match, change) {
	return {
		...match,
		provenance: {
			kind: "index",
			path: change.path,
			blob: change.after ?? ""
		}
	};
}
async function mergedBefore(place, changes) {
	if (changes.length === 0) return [];
	const other = await resolveRevision(place, "MERGE_HEAD").catch(() => null);
	if (other === null) return changes;
	const theirs = new Map((await readStaged(place, other)).map((change) => [change.path, change]));
	return changes.flatMap((change) => {
		const against = theirs.get(change.path);
		return against === void 0 ? [] : [{
			...change,
			before: [...change.before, ...against.before]
		}];
	});
}
// src/sources/index.ts
const sources = {
	files: ({ operands, ...rest }) => filesSource({
		paths: operands,
		...rest
	}),
	staged: ({ operands }) => {
		takes(operands, 0, 0, "scan staged");
		return stagedSource();
	},
	range: ({ operands }) => {
		takes(operands, 1, 1, "scan range BASE..HEAD");
		return rangeSource(operands[0] ?? "");
	},
	history: ({ operands, walkPacks, ...rest }) => {
		takes(operands, 0, 1, "scan history [REPOSITORY]");
		return historySource({
			directory: operands[0] ?? ".",
			...rest
		}, walkPacks);
	},
	log: ({ operands, maxFileSize }) => logSource(operands, maxFileSize)
};
async function followLog(paths, maxFileSize, now) {
	const { LogFollower } = await import("./follow.js");
	return new LogFollower(paths, maxFileSize, now);
}
function takes(operands, least, most, form) {
	if (operands.length >= least && operands.length <= most) return;
	throw new AkguardError("AK_USAGE", { problem: `The command is \`akguard ${form}\`.` });
}
export { sources as n, followLog as t };
