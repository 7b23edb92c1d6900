const require_errors = require("./errors.js");
const require_run = require("./run.js");
const require_repository = require("./repository.js");
const require_paths = require("./paths.js");
const require_read_file = require("./read-file.js");
let node_path = require("node:path");
let node_buffer = require("node:buffer");
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
	if ((0, node_buffer.isUtf8)(output)) return output.toString().split("\0").slice(0, -1);
	const paths = [];
	let from = 0;
	for (let at = output.indexOf(0); at !== -1; at = output.indexOf(0, from)) {
		const path = output.subarray(from, at);
		paths.push((0, node_buffer.isUtf8)(path) ? path.toString() : path);
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
	const end = await require_run.streamGit(place, args, (piece) => {
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
	if (end.code !== 0) throw require_run.gitFailed(args, end);
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
	const end = await require_run.tryGit(place, args);
	if (end.code !== 0) throw require_run.gitFailed(args, end);
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
	const { code } = await require_run.tryGit(place, [
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
			const reader = new FilesReader(request, sink, coverage, await require_paths.excluder(request.exclude));
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
		const kind = require_paths.kindOf(path);
		if (kind === "folder") await this.#folder(path, true);
		else if (kind === "file") {
			if (this.#file(path, path, true) === "gone") this.#vanished(path);
		} else if (await require_paths.isPattern(path)) {
			const found = await require_paths.findPattern(path);
			this.#unread("", found.unread);
			if (found.paths.length + found.unread.length === 0) throw new require_errors.AkguardError("AK_NOTHING_MATCHES", { pattern: path });
			for (const file of found.paths) {
				const shown = String(file);
				if (this.#isExcluded(shown)) this.#excluded++;
				else if (this.#file(file, shown, false) === "gone") this.#vanished(shown);
			}
		} else throw new require_errors.AkguardError("AK_PATH_NOT_FOUND", { path });
	}
	finish() {
		if (this.#excluded > 0) this.#coverage.leftOut(`${this.#excluded} files`, "excluded by --exclude");
		if (this.#links > 0) this.#coverage.leftOut(`${this.#links} symbolic links`, "not followed; their targets were scanned as text");
	}
	async #folder(folder, named) {
		const shut = require_paths.whyShut(folder);
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
				const shown = folder === "." ? text : (0, node_path.join)(folder, text);
				const real = typeof path === "string" ? shown : Buffer.concat([Buffer.from(`${folder}/`), path]);
				const result = this.#file(real, shown, false);
				if (result === "folder") nested.push(shown.replace(/\/$/, ""));
				if (result === "gone") missing.push(text);
			}
		});
		this.#unread(folder, unread);
		for (const path of missing) if (!absent.has(path)) this.#vanished((0, node_path.join)(folder, path));
		for (const inner of nested) await this.#folder(inner, false);
	}
	#file(real, path, followLinks) {
		const coverage = this.#coverage;
		const result = require_read_file.readFile(real, {
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
			const shown = (0, node_path.join)(folder, path);
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
	const repository = await require_repository.findRepository(folder, false);
	if (repository?.hasWorkTree === true && !(named && await isIgnoredFolder(repository, folder))) {
		const [absent, { paths, unread }] = await Promise.all([listTracked(place, read), listUntracked(place)]);
		read(paths);
		return {
			unread,
			absent
		};
	}
	const { paths, unread } = require_paths.listFolder(folder);
	read(paths);
	return {
		unread,
		absent: new Set()
	};
}
async function isIgnoredFolder({ place, gitDirectory }, folder) {
	const real = require_paths.realPath(folder) ?? folder;
	return (0, node_path.join)(real, ".git") !== gitDirectory && isIgnored(place, real);
}
exports.filesSource = filesSource;
