let node_path = require("node:path");
let node_fs_promises = require("node:fs/promises");
let node_os = require("node:os");
// src/io/scratch.ts
async function makeFolder(folder) {
	await (0, node_fs_promises.mkdir)(folder, {
		recursive: true,
		mode: 448
	});
}
async function makeScratch(name, parent = (0, node_os.tmpdir)()) {
	await (0, node_fs_promises.mkdir)(parent, { recursive: true });
	return (0, node_fs_promises.mkdtemp)((0, node_path.join)(parent, `${name}-`));
}
async function removeScratch(folder) {
	await (0, node_fs_promises.rm)(folder, {
		recursive: true,
		force: true
	});
}
async function filesHolding(folder, text) {
	const entries = await (0, node_fs_promises.readdir)(folder, {
		recursive: true,
		withFileTypes: true
	});
	const found = [];
	for (const entry of entries) {
		if (!entry.isFile()) continue;
		const path = (0, node_path.join)(entry.parentPath, entry.name);
		if ((await (0, node_fs_promises.readFile)(path)).includes(text)) found.push(path);
	}
	return found;
}
async function copyFile(from, to) {
	await (0, node_fs_promises.copyFile)(from, to);
}
async function isEmptyFolder(folder) {
	return (await (0, node_fs_promises.readdir)(folder).catch(() => [])).length === 0;
}
Object.defineProperty(exports, "copyFile", {
	enumerable: true,
	get: function() {
		return copyFile;
	}
});
Object.defineProperty(exports, "filesHolding", {
	enumerable: true,
	get: function() {
		return filesHolding;
	}
});
Object.defineProperty(exports, "isEmptyFolder", {
	enumerable: true,
	get: function() {
		return isEmptyFolder;
	}
});
Object.defineProperty(exports, "makeFolder", {
	enumerable: true,
	get: function() {
		return makeFolder;
	}
});
Object.defineProperty(exports, "makeScratch", {
	enumerable: true,
	get: function() {
		return makeScratch;
	}
});
Object.defineProperty(exports, "removeScratch", {
	enumerable: true,
	get: function() {
		return removeScratch;
	}
});
