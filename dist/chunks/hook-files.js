const require_rolldown_runtime = require("./rolldown-runtime.js");
let node_path = require("node:path");
let node_fs = require("node:fs");
let node_url = require("node:url");
// src/io/hook-files.ts
var hook_files_exports = require_rolldown_runtime.__exportAll({ isInTree: () => isInTree });
function isInTree(file, folder) {
	const top = (0, node_fs.realpathSync)(folder) + node_path.sep;
	const real = (0, node_fs.existsSync)(file) ? (0, node_fs.realpathSync)(file) : file;
	return real.startsWith(top) && !real.startsWith((0, node_path.join)(top, ".git") + node_path.sep);
}
function readBytes(path) {
	return (0, node_fs.existsSync)(path) ? (0, node_fs.readFileSync)(path) : null;
}
function isThere(path) {
	return (0, node_fs.lstatSync)(path, { throwIfNoEntry: false }) !== void 0;
}
function isExecutable(path) {
	try {
		(0, node_fs.accessSync)(path, node_fs.constants.X_OK);
		return (0, node_fs.statSync)(path).isFile();
	} catch {
		return false;
	}
}
function writeBytes(path, bytes, mode = 420) {
	(0, node_fs.mkdirSync)((0, node_path.dirname)(path), { recursive: true });
	const real = (0, node_fs.existsSync)(path) ? (0, node_fs.realpathSync)(path) : path;
	const neighbour = (0, node_path.join)((0, node_path.dirname)(real), `.${(0, node_path.basename)(real)}.akguard-${process.pid}`);
	try {
		(0, node_fs.writeFileSync)(neighbour, bytes, { flag: "wx" });
		(0, node_fs.chmodSync)(neighbour, (0, node_fs.existsSync)(real) ? (0, node_fs.statSync)(real).mode & 4095 : mode);
		(0, node_fs.renameSync)(neighbour, real);
	} catch (error) {
		(0, node_fs.rmSync)(neighbour, { force: true });
		throw error;
	}
}
function move(from, to) {
	(0, node_fs.renameSync)(from, to);
}
function removeFile(path) {
	(0, node_fs.rmSync)(path, { force: true });
}
function removeEmpty(folders) {
	for (const folder of folders.filter((each) => (0, node_fs.existsSync)(each))) try {
		(0, node_fs.rmdirSync)(folder);
	} catch {
		return;
	}
}
function ownProgram() {
	const cli = process.argv[1] ?? (0, node_url.fileURLToPath)(require("url").pathToFileURL(__filename).href);
	return {
		node: process.execPath,
		cli: (0, node_fs.realpathSync)(cli)
	};
}
function findOnPath(name, path = process.env["PATH"] ?? "") {
	const found = path.split(":").find((folder) => folder !== "" && isExecutable((0, node_path.join)(folder, name)));
	return found === void 0 ? null : (0, node_path.join)(found, name);
}
Object.defineProperty(exports, "findOnPath", {
	enumerable: true,
	get: function() {
		return findOnPath;
	}
});
Object.defineProperty(exports, "hook_files_exports", {
	enumerable: true,
	get: function() {
		return hook_files_exports;
	}
});
Object.defineProperty(exports, "isExecutable", {
	enumerable: true,
	get: function() {
		return isExecutable;
	}
});
Object.defineProperty(exports, "isThere", {
	enumerable: true,
	get: function() {
		return isThere;
	}
});
Object.defineProperty(exports, "move", {
	enumerable: true,
	get: function() {
		return move;
	}
});
Object.defineProperty(exports, "ownProgram", {
	enumerable: true,
	get: function() {
		return ownProgram;
	}
});
Object.defineProperty(exports, "readBytes", {
	enumerable: true,
	get: function() {
		return readBytes;
	}
});
Object.defineProperty(exports, "removeEmpty", {
	enumerable: true,
	get: function() {
		return removeEmpty;
	}
});
Object.defineProperty(exports, "removeFile", {
	enumerable: true,
	get: function() {
		return removeFile;
	}
});
Object.defineProperty(exports, "writeBytes", {
	enumerable: true,
	get: function() {
		return writeBytes;
	}
});
