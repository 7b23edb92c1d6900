import { existsSync, readFileSync, readdirSync } from "node:fs";
// src/io/package-files.ts
function packageRoot() {
	let folder = new URL(".", import.meta.url);
	while (!existsSync(new URL("rules/", folder))) {
		const parent = new URL("..", folder);
		if (parent.href === folder.href) throw new Error("akguard is not installed whole: its rules folder is missing");
		folder = parent;
	}
	return folder;
}
function readRuleFiles(folder = "") {
	const place = new URL(`rules/${folder}`, packageRoot());
	return readdirSync(place).filter((name) => name.endsWith(".json")).toSorted().map((file) => ({
		file,
		json: readFileSync(new URL(file, place), "utf8")
	}));
}
function readVersion() {
	const text = readFileSync(new URL("package.json", packageRoot()), "utf8");
	return JSON.parse(text).version;
}
export { readVersion as n, readRuleFiles as t };
