let node_path = require("node:path");
let node_module = require("node:module");
// src/io/compile-cache.ts
function keepCompiled(variables) {
	const base = variables["XDG_CACHE_HOME"] || (0, node_path.join)(variables["HOME"] ?? "", ".cache");
	if ((0, node_path.isAbsolute)(base)) (0, node_module.enableCompileCache)((0, node_path.join)(base, "akguard"));
}
exports.keepCompiled = keepCompiled;
