import { randomUUID } from "node:crypto";
import { dirname } from "node:path";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
// src/io/write-file.ts
async function writeWhole(path, text) {
	await mkdir(dirname(path), { recursive: true });
	const neighbour = `${path}.${randomUUID()}.tmp`;
	try {
		await writeFile(neighbour, text, {
			flag: "wx",
			mode: 384
		});
		await rename(neighbour, path);
	} catch (error) {
		await rm(neighbour, { force: true });
		throw error;
	}
}
async function readText(path) {
	try {
		return await readFile(path, "utf8");
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
		throw error;
	}
}
export { writeWhole as n, readText as t };
