const require_walk_thread = require("./walk-thread.js");
let node_os = require("node:os");
let node_worker_threads = require("node:worker_threads");
// src/walk-packs.ts
const pieceSize = 262144;
const threadSize = 8 << 20;
const leastForThreads = 24 << 20;
const patienceMs = 50;
function packWalk(rules, jobs) {
	return async (tables, progress) => {
		const pieces = cut(tables);
		const total = pieces.reduce((size, piece) => size + piece.size, 0);
		if (pieces.length === 0) return tables.map(require_walk_thread.newWalk);
		const useful = total < leastForThreads ? 0 : Math.floor(total / threadSize);
		const others = Math.min((jobs ?? (0, node_os.availableParallelism)()) - 1, useful);
		const job = {
			rules,
			tables,
			pieces,
			next: new Int32Array(new SharedArrayBuffer(4)),
			seen: new Float64Array(new SharedArrayBuffer(8 * (others + 1))),
			walked: new Float64Array(new SharedArrayBuffer(8 * (others + 1)))
		};
		const threads = Array.from({ length: others }, (_, i) => startThread(job, i + 1));
		const results = Promise.all(threads.map(({ result }) => result));
		results.catch(() => {});
		try {
			let told = 0;
			const report = (done) => {
				const bytes = sum(job.seen);
				progress({
					bytes: bytes - told,
					done,
					total
				});
				told = bytes;
			};
			const own = await walkHere(job, report);
			const walks = merge(tables.length, [own, ...await results]);
			report(total);
			return walks;
		} finally {
			await Promise.all(threads.map(({ worker }) => worker.terminate()));
		}
	};
}
function cut(tables) {
	const pieces = [];
	for (const [number, table] of tables.entries()) {
		const { roots } = table;
		let piece = {
			table: number,
			from: 0,
			to: 0,
			size: 0
		};
		for (let i = 0; i < roots.length; i++) {
			piece.size += familySize(table, roots[i] ?? 0);
			piece.to = i + 1;
			if (piece.size < pieceSize) continue;
			pieces.push(piece);
			piece = {
				table: number,
				from: i + 1,
				to: i + 1,
				size: 0
			};
		}
		if (piece.to > piece.from) pieces.push(piece);
	}
	return pieces;
}
function familySize({ offsets, firstDelta, nextDelta }, root) {
	let size = 0;
	const open = [root];
	for (let each = open.pop(); each !== void 0; each = open.pop()) {
		size += (offsets[each + 1] ?? 0) - (offsets[each] ?? 0);
		for (let child = firstDelta[each] ?? -1; child >= 0; child = nextDelta[child] ?? -1) open.push(child);
	}
	return size;
}
async function walkHere(job, report) {
	const thread = require_walk_thread.makeThread(job, 0);
	for (let pause = Date.now() + patienceMs; thread.step();) {
		if (Date.now() < pause) continue;
		report(sum(job.walked));
		await new Promise(setImmediate);
		pause = Date.now() + patienceMs;
	}
	return thread.walks;
}
function sum(numbers) {
	return numbers.reduce((all, each) => all + each, 0);
}
function startThread(job, number) {
	const here = require("url").pathToFileURL(__filename).href;
	const bundled = here.includes("/chunks/") ? "../walk-thread.js" : "./walk-thread.js";
	const file = here.endsWith(".ts") ? "./walk-thread.ts" : bundled;
	const worker = new node_worker_threads.Worker(new URL(file, here), { workerData: {
		job,
		number
	} });
	return {
		worker,
		result: new Promise((resolve, reject) => {
			worker.once("message", resolve);
			worker.once("error", reject);
			worker.once("exit", (code) => reject(new Error(`a thread ended with ${code}`)));
		})
	};
}
function merge(count, results) {
	return Array.from({ length: count }, (_, table) => {
		const all = require_walk_thread.newWalk();
		for (const walks of results) {
			const walk = walks[table] ?? require_walk_thread.newWalk();
			all.bytes += walk.bytes;
			all.suspects = all.suspects.concat(walk.suspects);
			all.large = all.large.concat(walk.large);
			all.bad = all.bad.concat(walk.bad);
		}
		return all;
	});
}
exports.packWalk = packWalk;
