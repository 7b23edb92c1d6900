const require_rolldown_runtime = require("./rolldown-runtime.js");
let node_fs = require("node:fs");
let node_buffer = require("node:buffer");
let node_path = require("node:path");
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
// src/io/read-file.ts
function readFile(path, provenance, sink, limit, followLinks) {
	const opened = openFile(path, limit, followLinks);
	if (opened.kind !== "open") return opened;
	try {
		return {
			kind: "read",
			bytes: readOpen(opened.fd, opened.size, provenance, sink)
		};
	} catch (error) {
		return {
			kind: "failed",
			why: reasonOf(error)
		};
	} finally {
		(0, node_fs.closeSync)(opened.fd);
	}
}
function openFile(path, limit, followLinks) {
	const flags = node_fs.constants.O_RDONLY | node_fs.constants.O_NONBLOCK | node_fs.constants.O_NOCTTY | (followLinks ? 0 : node_fs.constants.O_NOFOLLOW);
	let fd;
	try {
		fd = (0, node_fs.openSync)(path, flags);
	} catch (error) {
		return openFailed(path, error);
	}
	const opened = checkOpen(fd, limit);
	if (opened.kind !== "open") (0, node_fs.closeSync)(fd);
	return opened;
}
function checkOpen(fd, limit) {
	try {
		const stat = (0, node_fs.fstatSync)(fd);
		if (stat.isDirectory()) return { kind: "folder" };
		if (stat.isFIFO()) return {
			kind: "notAFile",
			what: "a named pipe"
		};
		if (!stat.isFile()) return {
			kind: "notAFile",
			what: "a device"
		};
		return stat.size > limit ? {
			kind: "tooLarge",
			size: stat.size
		} : {
			kind: "open",
			fd,
			size: stat.size
		};
	} catch (error) {
		return {
			kind: "failed",
			why: reasonOf(error)
		};
	}
}
function readOpen(fd, size, provenance, sink) {
	let total = 0;
	sink.open(provenance, [], again(fd, size));
	for (;;) {
		const room = sink.room;
		const read = (0, node_fs.readSync)(fd, room, 0, room.length, null);
		if (read === 0) break;
		total += read;
		sink.write(room.subarray(0, read));
		if (read < room.length && total === size) break;
	}
	sink.close();
	return total;
}
function again(fd, size) {
	let bytes = Buffer.alloc(0);
	return {
		size,
		read(offset, length) {
			if (bytes.length < length) bytes = Buffer.allocUnsafeSlow(length);
			return bytes.subarray(0, (0, node_fs.readSync)(fd, bytes, 0, length, offset));
		}
	};
}
function openFailed(path, error) {
	const code = codeOf(error);
	if (code === "ENOENT" || code === "ENOTDIR") return { kind: "gone" };
	if (code === "ENXIO" || code === "EOPNOTSUPP") return {
		kind: "notAFile",
		what: "a socket"
	};
	if (code === "ELOOP" || code === "EMLINK") try {
		return {
			kind: "link",
			target: (0, node_fs.readlinkSync)(path, { encoding: "buffer" })
		};
	} catch {
		return {
			kind: "failed",
			why: "a loop of links"
		};
	}
	return {
		kind: "failed",
		why: reasons[code] ?? code
	};
}
const reasons = {
	EACCES: "no permission to read it",
	EPERM: "no permission to read it",
	ENOENT: "it is gone, or its name is not UTF-8",
	EIO: "the disk failed to read it",
	EMFILE: "too many open files",
	ENAMETOOLONG: "the name is too long"
};
function reasonOf(error) {
	const code = codeOf(error);
	return reasons[code] ?? code;
}
function codeOf(error) {
	return error instanceof Error && "code" in error ? String(error.code) : String(error);
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
		return reasonOf(error);
	}
}
const loadFastGlob = async () => (await Promise.resolve().then(() => require_rolldown_runtime.__toESM(require("./out.js").default, 1))).default;
const loadPicomatch = async () => (await Promise.resolve().then(() => require_rolldown_runtime.__toESM(require("./picomatch.js").default, 1))).default;
async function isPattern(path) {
	return (await loadFastGlob()).isDynamicPattern(path);
}
async function listFolder(folder) {
	return find("**", folder, ["**/.git/**"]);
}
async function findPattern(pattern) {
	return find(pattern, process.cwd(), []);
}
async function find(pattern, cwd, ignore) {
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
					why: reasonOf(error)
				});
			}
			return [];
		}
	};
	const options = {
		cwd,
		ignore,
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
Object.defineProperty(exports, "openFile", {
	enumerable: true,
	get: function() {
		return openFile;
	}
});
Object.defineProperty(exports, "paths_exports", {
	enumerable: true,
	get: function() {
		return paths_exports;
	}
});
Object.defineProperty(exports, "readFile", {
	enumerable: true,
	get: function() {
		return readFile;
	}
});
Object.defineProperty(exports, "realPath", {
	enumerable: true,
	get: function() {
		return realPath;
	}
});
Object.defineProperty(exports, "reasonOf", {
	enumerable: true,
	get: function() {
		return reasonOf;
	}
});
Object.defineProperty(exports, "whyShut", {
	enumerable: true,
	get: function() {
		return whyShut;
	}
});
