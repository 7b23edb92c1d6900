#!/usr/bin/env node
// src/cli.ts
const needed = [22, 18];
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < needed[0] || major === needed[0] && minor < needed[1]) {
	process.stderr.write(`akguard needs Node ${needed.join(".")} or newer; this is Node ${process.versions.node}. Install a newer Node.\n`);
	process.exitCode = 2;
} else run(process.argv.slice(2));
async function run(argv) {
	if (argv[0] === "hook" && argv[1] !== "install" && argv[1] !== "uninstall") {
		const { isCertainlyClean } = await Promise.resolve().then(() => require("./chunks/hook-quick.js")).then((n) => n.hook_quick_exports);
		if (await isCertainlyClean(argv, process.env)) process.exit(0);
		const { keepCompiled } = await Promise.resolve().then(() => require("./chunks/compile-cache.js"));
		keepCompiled(process.env);
	}
	const { main } = await Promise.resolve().then(() => require("./chunks/main.js"));
	process.exitCode = await main(argv, process.env);
}
