const require_rolldown_runtime = require("./rolldown-runtime.js");
const require_read_file = require("./read-file.js");
let node_path = require("node:path");
let node_fs = require("node:fs");
let node_buffer = require("node:buffer");
// src/io/raw-path.ts
const lineBreak = /[\n\r\u2028\u2029]/;
function needsBytes(name) {
	return name.includes("�") || lineBreak.test(name);
}
function textOf(name) {
	if ((0, node_buffer.isUtf8)(name) && !lineBreak.test(name.toString())) return name.toString();
	return name.toString("latin1").replace(/[\n\r\x80-\xff]/g, (byte) => String.fromCharCode(56320 + byte.charCodeAt(0)));
}
function rawPath(text) {
	if (text.isWellFormed()) return text;
	const parts = text.split("/").map((name) => name.isWellFormed() ? Buffer.from(name) : bytesOf(name));
	return Buffer.concat(parts.flatMap((part, i) => i === 0 ? [part] : [Buffer.from("/"), part]));
}
function bytesOf(name) {
	const latin1 = name.replace(/[\udc00-\udcff]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 56320));
	return Buffer.from(latin1, "latin1");
}
function inFolder(folder, path) {
	const start = folder === "." ? "" : folder.endsWith("/") ? folder : `${folder}/`;
	return typeof path === "string" ? start + path : Buffer.concat([Buffer.from(start), path]);
}
// src/io/paths.ts
var paths_exports = require_rolldown_runtime.__exportAll({
	excluder: () => excluder,
	globMatcher: () => globMatcher
});
function kindOf(path) {
	try {
		return (0, node_fs.statSync)(path).isDirectory() ? "folder" : "file";
	} catch {
		return "nothing";
	}
}
function whyShut(folder) {
	try {
		(0, node_fs.accessSync)(folder, node_fs.constants.R_OK | node_fs.constants.X_OK);
		return null;
	} catch (error) {
		return require_read_file.reasonOf(error);
	}
}
const loadFastGlob = async () => (await Promise.resolve().then(() => require_rolldown_runtime.__toESM(require("./out.js").default, 1))).default;
const loadPicomatch = async () => (await Promise.resolve().then(() => require_rolldown_runtime.__toESM(require("./picomatch.js").default, 1))).default;
async function isPattern(path) {
	return (await loadFastGlob()).isDynamicPattern(path);
}
function listFolder(folder) {
	const paths = [];
	const unread = [];
	const left = [""];
	for (let path = left.pop(); path !== void 0; path = left.pop()) {
		if (path !== "" && !path.endsWith("/")) {
			paths.push(path);
			continue;
		}
		try {
			const names = readEntries(rawPath(`${folder}/${path}`)).filter(({ name }) => name !== ".git").map((entry) => entry.isDirectory() ? `${entry.name}/` : entry.name);
			for (const name of names.toSorted().toReversed()) left.push(path + name);
		} catch (error) {
			if (path !== "" || !isAbsence(error)) unread.push({
				path: String(rawPath(path.slice(0, -1))),
				why: require_read_file.reasonOf(error)
			});
		}
	}
	return {
		paths: paths.map(rawPath),
		unread
	};
}
async function findPattern(pattern) {
	const cwd = process.cwd();
	const unread = [];
	const seen = new Set();
	const list = (folder) => {
		try {
			const entries = readEntries(rawPath(folder));
			for (const entry of entries) if (entry.isDirectory()) seen.add(`${folder}/${entry.name}`);
			return entries;
		} catch (error) {
			if (seen.has(folder) || !isAbsence(error)) {
				const path = (0, node_path.isAbsolute)(pattern) ? folder : (0, node_path.relative)(cwd, folder);
				unread.push({
					path: String(rawPath(path)),
					why: require_read_file.reasonOf(error)
				});
			}
			return [];
		}
	};
	const options = {
		cwd,
		dot: true,
		onlyFiles: false,
		followSymbolicLinks: false,
		suppressErrors: false,
		unique: false,
		fs: { readdirSync: list }
	};
	return {
		paths: (await loadFastGlob()).globSync(pattern, {
			...options,
			objectMode: true
		}).filter((entry) => !entry.dirent.isDirectory()).map((entry) => entry.path).toSorted().map(rawPath),
		unread
	};
}
function isAbsence(error) {
	return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}
function readEntries(folder) {
	const entries = (0, node_fs.readdirSync)(folder, { withFileTypes: true });
	if (!entries.some((entry) => needsBytes(entry.name))) return entries;
	return (0, node_fs.readdirSync)(folder, {
		withFileTypes: true,
		encoding: "buffer"
	}).map((entry) => Object.assign(entry, { name: textOf(entry.name) }));
}
async function excluder(patterns) {
	if (patterns.length === 0) return () => false;
	const globs = patterns.flatMap((pattern) => {
		const trimmed = pattern.replace(/\/+$/, "").replace(/^\.?\//, "");
		const anchored = trimmed.includes("/") ? trimmed : `**/${trimmed}`;
		return [anchored, `${anchored}/**`];
	});
	return (await loadPicomatch())(globs, {
		dot: true,
		flags: "s"
	});
}
async function globMatcher() {
	const picomatch = await loadPicomatch();
	const known = new Map();
	return (glob, text) => {
		const fits = known.get(glob) ?? picomatch(glob, {
			dot: true,
			flags: "s"
		});
		known.set(glob, fits);
		return fits(text);
	};
}
function realPath(path) {
	try {
		return (0, node_fs.realpathSync)(path);
	} catch {
		return null;
	}
}
Object.defineProperty(exports, "excluder", {
	enumerable: true,
	get: function() {
		return excluder;
	}
});
Object.defineProperty(exports, "findPattern", {
	enumerable: true,
	get: function() {
		return findPattern;
	}
});
Object.defineProperty(exports, "globMatcher", {
	enumerable: true,
	get: function() {
		return globMatcher;
	}
});
Object.defineProperty(exports, "inFolder", {
	enumerable: true,
	get: function() {
		return inFolder;
	}
});
Object.defineProperty(exports, "isPattern", {
	enumerable: true,
	get: function() {
		return isPattern;
	}
});
Object.defineProperty(exports, "kindOf", {
	enumerable: true,
	get: function() {
		return kindOf;
	}
});
Object.defineProperty(exports, "listFolder", {
	enumerable: true,
	get: function() {
		return listFolder;
	}
});
Object.defineProperty(exports, "paths_exports", {
	enumerable: true,
	get: function() {
		return paths_exports;
	}
});
Object.defineProperty(exports, "realPath", {
	enumerable: true,
	get: function() {
		return realPath;
	}
});
Object.defineProperty(exports, "whyShut", {
	enumerable: true,
	get: function() {
		return whyShut;
	}
});
