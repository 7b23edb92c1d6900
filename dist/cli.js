#!/usr/bin/env node
// src/cli.ts
const needed = [22, 18];
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < needed[0] || major === needed[0] && minor < needed[1]) {
	process.stderr.write(`akguard needs Node ${needed.join(".")} or newer; this is Node ${process.versions.node}. Install a newer Node.\n`);
	process.exitCode = 2;
} else run();
async function run() {
	const { main } = await Promise.resolve().then(() => require("./chunks/main.js"));
	process.exitCode = await main(process.argv.slice(2), process.env);
}
