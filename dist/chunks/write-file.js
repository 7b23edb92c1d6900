const require_rolldown_runtime = require("./rolldown-runtime.js");
let node_path = require("node:path");
let node_crypto = require("node:crypto");
let node_fs_promises = require("node:fs/promises");
// src/io/write-file.ts
var write_file_exports = require_rolldown_runtime.__exportAll({
	readText: () => readText,
	writeWhole: () => writeWhole
});
async function writeWhole(path, text) {
	if (await isNoFile(path)) return (0, node_fs_promises.writeFile)(path, text);
	await (0, node_fs_promises.mkdir)((0, node_path.dirname)(path), { recursive: true });
	const neighbour = `${path}.${(0, node_crypto.randomUUID)()}.tmp`;
	try {
		await (0, node_fs_promises.writeFile)(neighbour, text, {
			flag: "wx",
			mode: 384
		});
		await (0, node_fs_promises.rename)(neighbour, path);
	} catch (error) {
		await (0, node_fs_promises.rm)(neighbour, { force: true });
		throw error;
	}
}
async function isNoFile(path) {
	if (/^\/(?:dev|proc)\//.test((0, node_path.resolve)(path))) return true;
	const found = await (0, node_fs_promises.lstat)(path).catch(() => null);
	return found !== null && (found.isFIFO() || found.isCharacterDevice() || found.isSocket());
}
async function readText(path) {
	try {
		return await (0, node_fs_promises.readFile)(path, "utf8");
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
		throw error;
	}
}
Object.defineProperty(exports, "readText", {
	enumerable: true,
	get: function() {
		return readText;
	}
});
Object.defineProperty(exports, "writeWhole", {
	enumerable: true,
	get: function() {
		return writeWhole;
	}
});
Object.defineProperty(exports, "write_file_exports", {
	enumerable: true,
	get: function() {
		return write_file_exports;
	}
});
