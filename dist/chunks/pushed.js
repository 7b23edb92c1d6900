const require_object_feed = require("./object-feed.js");
const require_repository = require("./repository.js");
const require_run = require("./run.js");
const require_introduced = require("./introduced.js");
// src/sources/pushed.ts
var TimeIsUp = class extends Error {};
function pushedSource(updates, limitMs) {
	const place = {
		directory: ".",
		hook: true
	};
	const timer = new AbortController();
	let due = Infinity;
	if (limitMs !== null) {
		place.signal = timer.signal;
		due = performance.now() + limitMs;
		setTimeout(() => timer.abort(new TimeIsUp()), limitMs).unref();
	}
	const introduced = new require_introduced.Introduced(place);
	let early = [];
	let ask = (ids) => void early.push(...ids);
	const walking = updates.tips.length === 0 ? Promise.resolve() : introduced.walk(updates.except, [...updates.tips, ...updates.known.map((id) => `^${id}`)], (ids) => ask(ids));
	walking.catch(() => {});
	return {
		name: "range",
		target: updates.target,
		async read(sink, coverage) {
			if (updates.tips.length === 0) return;
			try {
				await readAll(sink, coverage);
			} catch (error) {
				if (!(error instanceof TimeIsUp)) throw error;
				coverage.missed("the rest of the push", `not read within ${(limitMs ?? 0) / 1e3} s`);
			}
		},
		async refine(matches, findKeys) {
			delete place.signal;
			return introduced.refine(matches, findKeys);
		}
	};
	async function readAll(sink, coverage) {
		const feed = require_object_feed.objectFeed(sink, coverage);
		const queue = require_object_feed.queueObjects(place, {
			...feed,
			object(id, type, size) {
				if (performance.now() > due) throw new TimeIsUp();
				feed.object(id, type, size);
			}
		});
		ask = queue.ask;
		ask(early);
		early = [];
		await walking.catch(async (error) => {
			await queue.end().catch(() => {});
			if (!(error instanceof TimeIsUp)) await require_repository.openRepository(place.directory, true);
			throw error;
		});
		const met = new Set([...introduced.commits(), ...introduced.contents()]);
		const tips = updates.tips.filter((tip) => !met.has(tip));
		if (tips.length > 0) {
			const others = await otherObjects(place, tips, coverage);
			ask([...others].filter((id) => !met.has(id)));
		}
		await introduced.gaps(coverage);
		require_object_feed.reportBad(await queue.end(), coverage);
	}
}
async function otherObjects(place, tips, coverage) {
	const found = new Set();
	const tags = [];
	let text = "";
	let current = "blob";
	const feed = {
		object: (_id, type) => {
			current = type;
			text = "";
		},
		bytes: (piece, last) => {
			if (current !== "tag") return;
			text += piece.toString("latin1");
			if (last) tags.push(text);
		},
		missing: () => {}
	};
	for (let wanted = [...new Set(tips)]; wanted.length > 0;) {
		const types = await typesOf(place, wanted, coverage);
		for (const [id, type] of types) if (type === "tag" || type === "blob") found.add(id);
		const trees = [...types].flatMap(([id, type]) => type === "tree" ? [id] : []);
		for (const id of await inTrees(place, trees)) found.add(id);
		tags.length = 0;
		const all = [...types].flatMap(([id, type]) => type === "tag" ? [id] : []);
		require_object_feed.reportBad(await require_object_feed.readObjects(place, all, feed), coverage);
		wanted = tags.flatMap((tag) => /^object (\w+)\ntype (?!commit\n)/.exec(tag)?.[1] ?? []);
	}
	return found;
}
async function typesOf(place, ids, coverage) {
	const types = new Map();
	const listed = await require_run.runGit(place, [
		"cat-file",
		"--batch-check=%(objectname) %(objecttype)",
		"--buffer"
	], `${ids.join("\n")}\n`);
	for (const line of listed.toString("latin1").split("\n").filter(Boolean)) {
		const [id = "", type = ""] = line.split(" ");
		if (type === "missing") coverage.missed(`object ${id}`, "missing from the store, or corrupt");
		else types.set(id, type);
	}
	return types;
}
async function inTrees(place, trees) {
	if (trees.length === 0) return [];
	return (await require_run.runGit(place, [
		"rev-list",
		"--objects",
		"--no-object-names",
		"--stdin",
		"--"
	], `${trees.join("\n")}\n`)).toString("latin1").split("\n").filter(Boolean);
}
exports.otherObjects = otherObjects;
exports.pushedSource = pushedSource;
